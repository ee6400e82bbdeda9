import { isOneOf, type JsonValue } from '@hemtag/kernel';
import type { EntryFacts, StatementFacts } from './facts.js';
import { daysOfPeriod, flatValues, inForce, knownEntries, RATE_FIELDS } from './known-entries.js';
import type { Portfolio, PortfolioBenefit } from './portfolio.js';
import type { MethodLine, MethodParameter, MethodSection, StatementWarning } from './statement.js';

/** What stands beside the values of an entry, in columns of its own. */
const BESIDE = new Set(['validFrom', 'validTo', 'source', 'reason', 'approvedBy', 'corrects']);

function parameter({ validFrom, validTo, version, source, reason, approvedBy, content }: EntryFacts): MethodParameter {
  const values = Object.fromEntries(Object.entries(content).filter(([name]) => !BESIDE.has(name)));
  return { validFrom, validTo, version, source, reason, approvedBy, values: flatValues(values) };
}

type Lists = ReadonlyMap<string, readonly EntryFacts[]>;
const listsOf = (entries: readonly EntryFacts[], asKnownOn: string): Lists => Map.groupBy(knownEntries(entries, asKnownOn), ({ path }) => path);

function methodLine({ names, initiative, benefit }: PortfolioBenefit, lists: Lists, { period }: StatementFacts): MethodLine {
  const days = daysOfPeriod(period);
  const list = (name: string): readonly EntryFacts[] => lists.get(`benefits.${benefit.name}.${name}`) ?? [];
  const [firstBaseline] = [...list('baseline')].sort((a, b) => ((a.validFrom ?? '') < (b.validFrom ?? '') ? -1 : 1));
  const baselines = inForce(list('baseline'), days);
  return {
    ...names,
    cap: benefit.cap,
    processChange: initiative.processChange,
    values: inForce(list('value'), days).map(parameter),
    // Before its first day the first baseline applies.
    baselines: (baselines.length > 0 || firstBaseline === undefined ? baselines : [firstBaseline]).map(parameter),
    estimates: inForce(list('estimate'), days).map(parameter),
    adjustments: inForce(list('adjust'), days).map(parameter),
  };
}

const textOf = (content: { readonly [name: string]: JsonValue }, name: string): string | null => {
  const { [name]: value } = content;
  return typeof value === 'string' || typeof value === 'number' ? String(value) : null;
};

function ratesOf({ rates, period, asKnownOn }: StatementFacts, lines: readonly MethodLine[]): MethodSection['rates'] {
  const used = new Set(
    lines.flatMap(({ values, estimates }) =>
      [...values, ...estimates].flatMap((of) => of.values.filter(({ name }) => isOneOf(RATE_FIELDS, name)).map(({ value }) => value)),
    ),
  );
  return [...rates]
    .filter(({ name }) => used.has(name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap(({ name, unit, entries }) =>
      inForce(knownEntries(entries, asKnownOn), daysOfPeriod(period)).map(({ validFrom, validTo, source, version, content }) => ({
        name,
        unit,
        value: textOf(content, 'value') ?? '',
        validFrom,
        validTo,
        source: source ?? textOf(content, 'source'),
        method: textOf(content, 'method'),
        version,
      })),
    );
}

function warningsOf({ facts, benefits, initiatives }: Portfolio): StatementWarning[] {
  const ofInitiatives = initiatives.flatMap(({ name, period }) =>
    period.warnings.flatMap((code): StatementWarning[] =>
      code === 'OVERLAP'
        ? (period.overlaps ?? []).map(({ benefit, with: other }) => ({ code, initiative: name, benefit, with: other }))
        : [{ code, initiative: name }],
    ),
  );
  const ofSources = facts.completeness
    .filter(({ endedDays, completeDays }) => completeDays < endedDays)
    .map(({ name, days }): StatementWarning => ({
      code: 'INCOMPLETE_SOURCE',
      source: name,
      silentDays: days.filter(({ state }) => state === 'SILENT').length,
      incompleteDays: days.filter(({ state }) => state === 'INCOMPLETE').length,
    }));
  const withoutAmount = benefits.flatMap(({ names, period }): StatementWarning[] =>
    period.reason === null ? [] : [{ code: 'NO_AMOUNT', ...names, reason: period.reason }],
  );
  return [...ofInitiatives, ...ofSources, ...withoutAmount];
}

/** 10. */
export function methodOf(portfolio: Portfolio): MethodSection {
  const { facts } = portfolio;
  const lists = new Map(facts.initiatives.map(({ name, entries }) => [name, listsOf(entries, facts.asKnownOn)]));
  const lines = portfolio.benefits.map((of) => methodLine(of, lists.get(of.initiative.name) ?? new Map(), facts));
  return { benefits: lines, rates: ratesOf(facts, lines), warnings: warningsOf(portfolio) };
}
