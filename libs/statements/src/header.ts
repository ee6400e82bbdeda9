import { formatAmount, rational } from '@hemtag/kernel';
import type { SourceFacts, StatementFacts } from './facts.js';
import { percent } from './exact.js';
import { daysOfPeriod, inForce, knownEntries, latest, parameterSetText } from './known-entries.js';
import { textsOf } from './language.js';
import type { Portfolio } from './portfolio.js';
import type { StatementState } from './statement-corrections.js';
import type { SourceLine, StatementHeader } from './statement.js';

/** SHA-256 in hexadecimal digits of the UTF-8 bytes of a text: handed in, because pure code has no library for it. */
export type Digest = (text: string) => string;

const monthsOf = ({ period, periods }: StatementFacts): StatementHeader['months'] =>
  period.months.map((month) => {
    const of = periods.find((one) => one.month === month);
    const isKept = of?.state === 'PRELIMINARY' || of?.state === 'CLOSED';
    return { month, state: of?.state ?? 'OPEN', version: of?.version ?? 0, snapshotHash: (isKept ? of.log.at(-1)?.snapshotHash : null) ?? null };
  });

export function stateOf(facts: StatementFacts): StatementState {
  const states = monthsOf(facts).map(({ state }) => state);
  if (states.every((state) => state === 'CLOSED')) return 'FINAL';
  return states.every((state) => state === 'CLOSED' || state === 'PRELIMINARY') ? 'PRELIMINARY' : 'OPEN';
}

function sourceLine({ name, title, source, expectedEvery, endedDays, completeDays, days }: SourceFacts): SourceLine {
  const share = percent(rational(BigInt(completeDays)), rational(BigInt(endedDays)));
  return {
    name,
    title: textsOf(title),
    source,
    expectedEvery,
    endedDays,
    completeDays,
    completeShare: share === null ? null : formatAmount(share),
    silentDays: days.filter(({ state }) => state === 'SILENT').length,
    incompleteDays: days.filter(({ state }) => state === 'INCOMPLETE').length,
    lastEvent: latest(days.flatMap(({ lastEvent }) => lastEvent ?? [])),
  };
}

/** The price years of the estimates that hold in the period. */
function priceYears({ initiatives, period, asKnownOn }: StatementFacts): number[] {
  const years = initiatives.flatMap(({ entries }) => {
    const estimates = knownEntries(entries, asKnownOn).filter(({ path }) => path.endsWith('.estimate'));
    const lists = Map.groupBy(estimates, ({ path }) => path);
    return [...lists.values()].flatMap((list) => inForce(list, daysOfPeriod(period)).map(({ content }) => Number(content.priceYear)));
  });
  return [...new Set(years.filter((year) => Number.isInteger(year)))].sort((a, b) => a - b);
}

/** 1. */
export function headerOf({ facts, benefits }: Portfolio, digest: Digest): StatementHeader {
  const { tenant, part, period, version, asKnownOn, previous } = facts;
  const sources = [...facts.completeness].sort((a, b) => (a.name < b.name ? -1 : 1)).map(sourceLine);
  return {
    tenant: tenant.name,
    title: textsOf(tenant.title),
    ...(part !== undefined && { departments: part.departments }),
    country: tenant.country,
    timeZone: tenant.timeZone,
    currency: tenant.currency,
    period,
    version,
    state: stateOf(facts),
    asKnownOn,
    parameterSetId: digest(parameterSetText(facts)),
    priceYears: priceYears(facts),
    isComplete: benefits.every(({ period: of }) => of.complete),
    lastEvent: latest(sources.flatMap(({ lastEvent }) => lastEvent ?? [])),
    sources,
    months: monthsOf(facts),
    replaces: previous && { version: previous.statement.header.version, fingerprint: previous.fingerprint, reason: previous.reason },
  };
}
