import { statementPeriod, type BenefitLine, type NetTotal, type Statement, type StatementState, type TypeTotal } from '@hemtag/statements';
import { beyondMoneyOf } from './made-up/beyond-money.js';
import { chartsOf } from './made-up/charts.js';
import { text } from './made-up/decimals.js';
import { DEPARTMENT, HASH, KINDS, lineOf, OWNER } from './made-up/lines.js';
import { reviewOf } from './made-up/review.js';
import { initiativesOf, netTotals, typeTotal } from './made-up/totals.js';

/** A made-up statement with as many benefits as wanted, every number a function of the benefit's number. */
export interface StatementOptions {
  readonly benefits: number;
  readonly state?: StatementState;
  /** Titles that the benefits get in turn; ordinary ones by default. */
  readonly titles?: readonly string[];
}

function headerOf(state: StatementState): Statement['header'] {
  const period = statementPeriod('2026-06');
  if (!period) throw new Error('2026-06 is a month');
  return {
    tenant: 'SE-2281',
    title: { sv: 'Sundsvalls kommun' },
    country: 'SE',
    timeZone: 'Europe/Stockholm',
    currency: 'SEK',
    period,
    version: 1,
    state,
    asKnownOn: '2026-07-10T08:00:00Z',
    parameterSetId: '77aa'.repeat(16),
    priceYears: [2026],
    isComplete: true,
    lastEvent: '2026-06-30T21:15:00Z',
    sources: [
      {
        name: 'postportal',
        title: { sv: 'Postportalen' },
        source: 'https://post.example.se/',
        expectedEvery: 'P1D',
        endedDays: 30,
        completeDays: 30,
        completeShare: '100.00',
        silentDays: 0,
        incompleteDays: 0,
        lastEvent: '2026-06-30T21:15:00Z',
      },
    ],
    months: [{ month: '2026-06', state: state === 'FINAL' ? 'CLOSED' : state, version: 1, snapshotHash: HASH }],
    replaces: null,
  };
}

function summaryOf(lines: readonly BenefitLine[], totals: readonly TypeTotal[], nets: readonly NetTotal[]): Statement['summary'] {
  return {
    totals,
    nets,
    deviations: lines.slice(0, 3).map((line) => ({
      initiative: line.initiative,
      benefit: line.benefit,
      type: line.type,
      unit: line.unit ?? '',
      estimated: line.period.estimated ?? '0.00',
      adjusted: line.period.adjusted ?? '0.00',
      difference: line.variance?.total ?? '0.00',
      volume: line.variance?.volume ?? '0.00',
      price: '0.00',
      adjustment: line.variance?.adjustment ?? '0.00',
      remarks: [{ month: '2026-06', cause: 'volume', comment: 'Färre brev än väntat.', by: OWNER }],
    })),
  };
}

function organisationOf(lines: readonly BenefitLine[], totals: readonly TypeTotal[], nets: readonly NetTotal[]): Statement['organisation'] {
  const planned = lines.slice(0, 20);
  const [count, isAny] = [BigInt(planned.length), planned.length > 0];
  return {
    units: [{ department: DEPARTMENT, responsibilityUnit: '4110', initiatives: new Set(lines.map(({ initiative }) => initiative.name)).size, totals, nets }],
    planLines: planned.map((line, at) => ({
      initiative: line.initiative,
      benefit: line.benefit,
      name: `line-${at}`,
      measure: 'Minskat portoanslag',
      responsibilityUnit: '4110',
      budgetYear: 2026,
      decisionRef: 'KS 2025/123',
      plannedDate: '2026-04-01',
      unit: 'SEK',
      planned: '450000.00',
      harvested: '112500.00',
      harvestedInPeriod: '37500.00',
      standing: 'DUE',
    })),
    plans: isAny
      ? [
          {
            unit: 'SEK',
            lines: planned.length,
            planned: text(45_000_000n * count),
            harvested: text(11_250_000n * count),
            harvestedInPeriod: text(3_750_000n * count),
            standings: { DONE: 0, DUE: planned.length, LATE: 0, LATER: 0 },
          },
        ]
      : [],
  };
}

export function exampleStatement({ benefits, state = 'FINAL', titles }: StatementOptions): Statement {
  const lines = Array.from({ length: benefits }, (_, at) => lineOf(at, titles?.[at % titles.length] ?? `Porto och hantering ${at + 1}`));
  const totals = KINDS.filter(({ type }) => lines.some((line) => line.type === type)).map((kind) => typeTotal(kind, lines));
  const initiatives = initiativesOf(lines);
  const nets = netTotals(initiatives);
  return {
    schema: 'hemtag/statement/v1',
    header: headerOf(state),
    summary: summaryOf(lines, totals, nets),
    benefits: { lines, initiatives },
    organisation: organisationOf(lines, totals, nets),
    charts: chartsOf(lines, totals),
    beyondMoney: beyondMoneyOf(lines),
    ...reviewOf(lines),
  };
}
