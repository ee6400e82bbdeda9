import { amountUnit, type FormulaContext } from './formulas.js';
import type { BenefitTerms, InitiativeTerms, MeterTerms, RateTerms } from './terms.js';
import { earliest, nearest } from './versions.js';

const PREFIX = '*';
const isPrefix = (pattern: string): boolean => pattern.endsWith(PREFIX);

function patternsMeet(a: string, b: string): boolean {
  const [start, other] = [a.slice(0, -1), b.slice(0, -1)];
  if (isPrefix(a) && isPrefix(b)) return start.startsWith(other) || other.startsWith(start);
  if (isPrefix(a)) return b.startsWith(start);
  return isPrefix(b) ? a.startsWith(other) : a === b;
}

/** An empty list means any. */
const subjectsMeet = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === 0 || b.length === 0 || a.some((left) => b.some((right) => patternsMeet(left, right)));
const shareOne = (a: readonly string[], b: readonly string[]): boolean => a.length === 0 || b.length === 0 || a.some((value) => b.includes(value));

/** Whether there can be a series that both meters count. */
export function metersOverlap(a: MeterTerms, b: MeterTerms): boolean {
  return (
    a.measure === b.measure &&
    shareOne(a.units, b.units) &&
    shareOne(a.orgUnits, b.orgUnits) &&
    shareOne(a.sources, b.sources) &&
    shareOne(a.outcomes, b.outcomes) &&
    shareOne(a.channels, b.channels) &&
    subjectsMeet(a.subjects, b.subjects) &&
    Object.entries(a.dimensions).every(([key, value]) => b.dimensions[key] === undefined || String(b.dimensions[key]) === String(value))
  );
}

/** A benefit by its names. */
export interface BenefitName {
  readonly initiative: string;
  readonly benefit: string;
}
/** Two benefits of one type and unit that can count the same usage, in the order of their names. */
export interface Overlap {
  readonly first: BenefitName;
  readonly second: BenefitName;
}

interface Candidate extends BenefitName {
  readonly terms: BenefitTerms;
  /** Benefits of another group are never one sum, so that counting the same usage twice does no harm. */
  readonly group: string;
  /** Days on which it can count: from the process change and its first value on, up to the end of its last value. */
  readonly from: string;
  readonly to: string | null;
}

const END_OF_DAYS = '9999-12-31';

function candidateOf(initiative: InitiativeTerms, terms: BenefitTerms, context: FormulaContext): Candidate[] {
  const value = nearest(terms.value, END_OF_DAYS);
  // Without a value it has no amount that could count twice.
  if (value === null) return [];
  const [change, first] = [initiative.processChange ?? '', earliest(terms.value)?.validFrom ?? ''];
  const group = JSON.stringify([terms.type, amountUnit(value, context), terms.meter.measure]);
  return [{ initiative: initiative.name, benefit: terms.name, terms, group, from: change > first ? change : first, to: value.validTo }];
}

const isNamedBy = ({ terms, initiative }: Candidate, other: Candidate): boolean =>
  terms.disjointFrom.includes(`${other.initiative}/${other.benefit}`) || (initiative === other.initiative && terms.disjointFrom.includes(other.benefit));
const daysMeet = (a: Candidate, b: Candidate): boolean => (a.to === null || b.from < a.to) && (b.to === null || a.from < b.to);

const nameText = ({ initiative, benefit }: BenefitName): string => `${initiative}/${benefit}`;
const inOrder = (a: Candidate, b: Candidate): Overlap => {
  const [first, second] = nameText(a) < nameText(b) ? [a, b] : [b, a];
  return { first: { initiative: first.initiative, benefit: first.benefit }, second: { initiative: second.initiative, benefit: second.benefit } };
};

const overlaps = (a: Candidate, b: Candidate): boolean => daysMeet(a, b) && metersOverlap(a.terms.meter, b.terms.meter) && !isNamedBy(a, b) && !isNamedBy(b, a);

/** Pairs of one group. Benefits that name their subjects exactly are found by subject, so that thousands of them need not be compared with each other. */
function overlapsIn(group: readonly Candidate[]): Overlap[] {
  const bySubject = new Map<string, Candidate[]>();
  const wide: Candidate[] = [];
  const found: Overlap[] = [];
  const compare = (one: Candidate, others: Iterable<Candidate>): void => {
    for (const other of others) if (overlaps(other, one)) found.push(inOrder(other, one));
  };
  for (const [index, one] of group.entries()) {
    const { subjects } = one.terms.meter;
    if (subjects.length === 0 || subjects.some(isPrefix)) {
      compare(one, group.slice(0, index));
      wide.push(one);
      continue;
    }
    compare(one, wide);
    const lists = [...new Set(subjects)].map((subject) => {
      const list = bySubject.get(subject) ?? [];
      bySubject.set(subject, list);
      return list;
    });
    const [only = [], ...more] = lists;
    compare(one, more.length === 0 ? only : new Set(lists.flat()));
    for (const list of lists) list.push(one);
  }
  return found;
}

/**
 * Benefits of one tenant, of the same type and unit, that can count the same usage on the same day (a warning: one piece of usage would be counted twice),
 * unless one of them names the other in `disjointFrom`. The meter of the whole channel (`potential`) counts nothing.
 */
export function overlapsOf(initiatives: readonly InitiativeTerms[], rates: ReadonlyMap<string, RateTerms>): Overlap[] {
  const groups = new Map<string, Candidate[]>();
  for (const initiative of initiatives) {
    for (const candidate of initiative.benefits.flatMap((benefit) => candidateOf(initiative, benefit, { currency: initiative.currency, rates }))) {
      const group = groups.get(candidate.group);
      if (group) group.push(candidate);
      else groups.set(candidate.group, [candidate]);
    }
  }
  return [...groups.values()].flatMap(overlapsIn).sort((a, b) => (nameText(a.first) + nameText(a.second) < nameText(b.first) + nameText(b.second) ? -1 : 1));
}

/** The overlaps of one initiative's benefits, each seen from its own one; two benefits of the same initiative are listed from both. */
export const overlapsWith = (initiative: string, overlaps: readonly Overlap[]): { readonly benefit: string; readonly with: BenefitName }[] =>
  overlaps.flatMap(({ first, second }) => [
    ...(first.initiative === initiative ? [{ benefit: first.benefit, with: second }] : []),
    ...(second.initiative === initiative ? [{ benefit: second.benefit, with: first }] : []),
  ]);
