import * as fc from 'fast-check';
import { rational, sum, ZERO, type Rational } from '@hemtag/kernel';
import { aPortfolio } from '../test/any-portfolio.js';
import { factsOf, type InitiativeSpec } from '../test/facts.builder.js';
import { cutToDepartments, cutToInitiatives, departmentsOf, type WholeFacts } from './cut-to-departments.js';
import type { ConfirmationFacts, EntryFacts, StatementFacts } from './facts.js';
import { fingerprintText } from './fingerprint.js';
import { reconcileStatement } from './reconcile-statement.js';
import { faultText } from './statement-fault.js';
import { statementOf } from './statement-of.js';
import type { Statement } from './statement.js';

const digest = (text: string): string => String(text.length);
const SETTINGS = { seed: 20261122, numRuns: 40 };

function made(facts: WholeFacts & Partial<Pick<StatementFacts, 'version' | 'previous'>>): Statement {
  const result = statementOf({ version: 1, previous: null, ...facts }, digest);
  if (!result.ok) throw new Error(result.error.map(faultText).join('\n'));
  return result.value;
}

const entry = (path: string, content: EntryFacts['content'], supersededAt: string | null = null): EntryFacts => ({
  path, key: '', validFrom: '2026-01-01', validTo: null, recordedAt: '2025-12-01T08:00:00Z', supersededAt, author: 'anna', version: 1, reason: null, source: null, approvedBy: null,
  content,
}); // prettier-ignore
const rate = (name: string) => ({ name, unit: 'SEK/h', versions: [], entries: [entry('versions', { value: '347.04' })] });
const source = (name: string) => ({
  name, title: null, source: `/se/2281/${name}`, expectedEvery: 'P1D', endedDays: 31, completeDays: 30,
  days: [{ day: '2026-03-31', state: 'SILENT' as const, lastEvent: null }],
}); // prettier-ignore
const said = (initiative: string, month = '2026-03'): ConfirmationFacts => ({
  figure: `SE-2281:${initiative}:b:${month}`, initiative, benefit: 'b', month, amount: '90', unit: 'SEK', ofGross: '100', comment: `of ${initiative}`, cause: 'volume',
  action: null, due: null, confirmedBy: 'role:owner', confirmedAt: '2026-04-02T08:00:00Z', reviewedBy: null, reviewedAt: null,
}); // prettier-ignore

/** 100 kr in March, 60 kr of it harvested, and 5 kr booked of February. */
const initiative = (name: string, department: string | null, more: Partial<InitiativeSpec> = {}): InitiativeSpec => ({
  name,
  department,
  runningPerMonth: '10',
  startsIn: '2026-01',
  entries: [entry('benefits.b.value', { rate: `rate-of-${name}` })],
  benefits: [
    {
      name: 'b',
      sources: [`/se/2281/${name}`, '/se/2281/shared'],
      plan: [{ name: 'cut', measure: null, responsibilityUnit: null, budgetYear: 2026, plannedAmount: '50', plannedDate: '2026-03-01', decisionRef: null }],
      rows: [
        { month: '2026-02', amount: { gross: '205', asReported: '200' } },
        { month: '2026-03', amount: { gross: '100', asReported: '100', harvested: '60' } },
        { kind: 'ADJUSTMENT', month: '2026-03', originalMonth: '2026-02', amount: { asReported: '5', adjusted: null } },
      ],
    },
  ],
  ...more,
});
const NAMES = ['home-care', 'schools', 'unnamed'];
function municipality(initiatives = [initiative('home-care', 'Omsorg'), initiative('schools', 'Skola'), initiative('unnamed', null)]): StatementFacts {
  return factsOf({
    period: '2026-03',
    initiatives,
    rates: [...NAMES.map((name) => rate(`rate-of-${name}`)), rate('unused')],
    confirmations: NAMES.map((name) => said(name)),
    harvests: NAMES.map((name) => ({ line: `${name}/b/cut`, month: '2026-03', amount: '60', unit: 'SEK' })),
    completeness: [...NAMES, 'shared', 'unused'].map(source),
    causes: NAMES.map((name) => ({
      initiative: name,
      benefit: 'b',
      month: '2026-02',
      changedVolumes: 0,
      register: [{ kind: 'Rate', name: `rate-of-${name}`, then: 1, now: 2 }],
    })),
  });
}

describe('a part', () => {
  const whole = municipality();
  const part = made(cutToDepartments(whole, ['Skola']));

  it('names its departments, which the whole does not', () => {
    expect(departmentsOf(whole)).toEqual(['Omsorg', 'Skola']);
    expect(part.header.departments).toEqual(['Skola']);
    expect(made(cutToDepartments(whole, ['Skola', 'Omsorg', 'Skola'])).header.departments).toEqual(['Omsorg', 'Skola']);
    expect(Object.keys(made(whole).header)).not.toContain('departments');
  });

  it('has what is of its initiatives: figures, sums, costs, harvests, what was said and booked, rates and sources', () => {
    expect(part.summary.totals).toMatchObject([{ type: 'FINANCIAL', benefits: 1, period: { amounts: { gross: '100.00', harvested: '60.00' } } }]);
    expect(part.summary.nets).toMatchObject([{ initiatives: 1, period: { amounts: { runningCost: '10.00', net: '90.00' } } }]);
    expect(part.organisation.plans).toMatchObject([{ lines: 1, planned: '50.00', harvested: '60.00' }]);
    expect(part.deviations.lines.map(({ comment }) => comment)).toEqual(['of schools']);
    expect(part.corrections.totals).toMatchObject([{ lines: 1, amount: '5.00' }]);
    expect(part.corrections.adjustments).toMatchObject([{ cause: 'PARAMETERS', register: [{ name: 'rate-of-schools' }] }]);
    expect(part.method.rates.map(({ name }) => name)).toEqual(['rate-of-schools']);
    expect(part.header.sources.map(({ name }) => name)).toEqual(['schools', 'shared']);
    expect(part.method.warnings).toContainEqual({ code: 'INCOMPLETE_SOURCE', source: 'shared', silentDays: 1, incompleteDays: 0 });
    expect(part.signOff).toMatchObject({ figures: 1, steps: [{ step: 'CONFIRMED', figures: 1 }] });
  });

  it('keeps the months of the tenant, with the hash of what each keeps', () => {
    expect(part.header.months).toEqual(made(whole).header.months);
    expect(part.signOff.snapshots).toEqual(made(whole).signOff.snapshots);
  });

  it('does not change with what is outside of it', () => {
    const others = municipality([
      initiative('home-care', 'Omsorg', { runningPerMonth: '77', goLive: null }),
      initiative('schools', 'Skola'),
      initiative('unnamed', 'Kultur'),
    ]);
    expect(fingerprintText(made(cutToDepartments(others, ['Skola'])))).toBe(fingerprintText(part));
  });

  it('has a rate that an entry named before, because a correction may rest on it', () => {
    const [schools] = municipality([
      initiative('schools', 'Skola', { entries: [entry('benefits.b.value', { rate: 'unused' }, '2026-02-01T08:00:00Z')] }),
    ]).initiatives;
    expect(cutToDepartments({ ...whole, initiatives: [schools!] }, ['Skola']).rates.map(({ name }) => name)).toEqual(['unused']);
  });

  it('says that usage may be counted elsewhere, too, and not by whom', () => {
    const overlap = (name: string) => ({ benefit: 'b', with: { initiative: name, benefit: 'b' } });
    const overlapping = (sums: StatementFacts['sums']['period']): StatementFacts['sums']['period'] => ({
      ...sums,
      initiatives: sums.initiatives.map((of) =>
        of.initiative === 'schools' ? { ...of, warnings: ['OVERLAP'], overlaps: [overlap('home-care'), overlap('unnamed'), overlap('schools')] } : of,
      ),
    });
    const facts = { ...whole, sums: { period: overlapping(whole.sums.period), yearToDate: overlapping(whole.sums.yearToDate) } };
    const warned = made(cutToDepartments(facts, ['Skola'])).method.warnings.filter(({ code }) => code === 'OVERLAP');
    expect(warned.map((warning) => (warning.code === 'OVERLAP' ? warning.with : undefined))).toEqual([null, { initiative: 'schools', benefit: 'b' }]);
    const all = made(cutToDepartments(facts, ['Skola', 'Omsorg'])).method.warnings;
    expect(all).toContainEqual(expect.objectContaining({ code: 'OVERLAP', with: { initiative: 'home-care', benefit: 'b' } }));
  });

  it('is money in what the tenant counts, whoever of it does', () => {
    const euro = initiative('home-care', 'Omsorg', { currency: 'EUR', netType: null });
    const hourly = initiative('schools', 'Skola', { netType: null });
    const facts = municipality([euro, { ...hourly, benefits: hourly.benefits.map((benefit) => ({ ...benefit, unit: 'EUR' })) }, initiative('unnamed', null)]);
    const lineOf = ({ benefits }: Statement) => benefits.lines.find(({ initiative: { name } }) => name === 'schools');
    expect(lineOf(made(cutToDepartments(facts, ['Skola'])))).toEqual(lineOf(made(facts)));
    expect(made(cutToDepartments(facts, ['Skola'])).beyondMoney.native).toEqual([]);
  });

  it('with a line of another department is refused', () => {
    expect(reconcileStatement({ ...made(whole), header: part.header })).toContainEqual({ code: 'NOT_OF_PART', where: 'home-care/b' });
  });
});

/** Every total of a statement without what rounding adds to it, by its name: what adds up to the last digit. */
function totalsOf({ summary, corrections, organisation, beyondMoney }: Statement): Map<string, Rational> {
  const totals = new Map<string, Rational>();
  const add = (name: string, value: string | null, rounding: string | null): void => {
    if (value !== null) totals.set(name, (totals.get(name) ?? ZERO).add(rational(value)).sub(rational(rounding ?? '0')));
  };
  const addAll = (name: string, values: object, roundings: object | null): void => {
    const rounding = new Map<string, unknown>(Object.entries(roundings ?? {}));
    for (const [member, value] of Object.entries(values)) {
      if (member !== 'rate') add(`${name} ${member}`, value as string | null, (rounding.get(member) ?? null) as string | null);
    }
  };
  for (const { type, unit, benefits, period, yearToDate, forecast } of summary.totals) {
    add(`${type} ${unit} benefits`, String(benefits), null);
    addAll(`${type} ${unit} period`, period.amounts, period.rounding);
    addAll(`${type} ${unit} year`, yearToDate.amounts, yearToDate.rounding);
    addAll(`${type} ${unit} forecast`, { amount: forecast.amount, plan: forecast.plan }, forecast.rounding);
  }
  for (const { type, currency, period, yearToDate, oneOffCost, cumulativeNet, rounding } of summary.nets) {
    addAll(`net ${type} ${currency} period`, period.amounts, period.rounding);
    addAll(`net ${type} ${currency} year`, yearToDate.amounts, yearToDate.rounding);
    addAll(`net ${type} ${currency}`, { oneOffCost, cumulativeNet }, rounding);
  }
  for (const { type, unit, amount, rounding } of corrections.totals) add(`adjusted ${type} ${unit}`, amount, rounding);
  for (const { unit, planned, harvested } of organisation.plans) addAll(`plan ${unit}`, { planned, harvested }, null);
  for (const { type, period, periodRounding } of beyondMoney.hourTotals) addAll(`hours ${type}`, period ?? {}, periodRounding);
  return totals;
}

const addedUp = (all: readonly Map<string, Rational>[]): Map<string, Rational> => {
  const names = new Set(all.flatMap((of) => [...of.keys()]));
  return new Map([...names].sort().map((name) => [name, sum(all.flatMap((of) => of.get(name) ?? []))]));
};
const printed = (totals: Map<string, Rational>): [string, string][] => [...addedUp([totals])].map(([name, value]) => [name, value.toString()]);

const PERIODS = fc.constantFrom('2026-03', '2026-T2', '2026-H1', '2026');
const someFacts = fc
  .tuple(PERIODS, aPortfolio)
  .map(([period, initiatives]) =>
    factsOf({ period, initiatives, confirmations: initiatives.map(({ name }) => said(name, period === '2026-03' ? period : '2026-06')) }),
  );

describe('the parts of a tenant', () => {
  it('add up to the whole, for every total, to the last digit; none has anything of another', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const parts = departmentsOf(facts).map((department) => made(cutToDepartments(facts, [department])));
        // Whoever has no department cannot be asked for and is still a part of the whole.
        const { part: _part, ...rest } = cutToInitiatives(facts, [], ({ department }) => department === null);
        const all = [...parts, ...(rest.initiatives.length === 0 ? [] : [made(rest)])];
        const whole = made(facts);
        expect(printed(addedUp(all.map(totalsOf)))).toEqual(printed(totalsOf(whole)));
        for (const stated of parts) {
          const isOwn = ({ department }: { readonly department: string | null }): boolean => stated.header.departments?.includes(department ?? '') === true;
          expect(stated.benefits.lines).toEqual(whole.benefits.lines.filter(isOwn));
          expect(stated.benefits.initiatives).toEqual(whole.benefits.initiatives.filter(isOwn));
          expect(stated.organisation.units).toEqual(whole.organisation.units.filter(isOwn));
          const text = fingerprintText(stated);
          for (const other of facts.initiatives.filter((of) => !isOwn(of))) expect(text).not.toMatch(new RegExp(`\\b${other.name}\\b`));
        }
      }),
      SETTINGS,
    );
  });

  it('of a hand-made municipality add up, harvests and corrections, too', () => {
    const facts = municipality([initiative('home-care', 'Omsorg'), initiative('schools', 'Skola'), initiative('unnamed', 'Kultur')]);
    const parts = ['Kultur', 'Omsorg', 'Skola'].map((department) => totalsOf(made(cutToDepartments(facts, [department]))));
    expect(printed(addedUp(parts))).toEqual(printed(totalsOf(made(facts))));
    // Three times 5 kr were booked, and three times 60 kr harvested.
    expect(printed(totalsOf(made(facts)))).toEqual(
      expect.arrayContaining([
        ['adjusted FINANCIAL SEK', '15'],
        ['plan SEK harvested', '180'],
      ]),
    );
  });
});
