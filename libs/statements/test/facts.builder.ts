import {
  addMonths,
  exactText,
  formatAmount,
  formatQuantity,
  isZero,
  lastDay,
  monthRange,
  rational,
  sum,
  ZERO,
  type Month,
  type Rational,
} from '@hemtag/kernel';
import type { BenefitFacts, InitiativeFacts, PeriodFacts, StatementFacts } from '../src/facts.js';
import type {
  Amounts,
  BenefitSumFacts,
  ExactMeasures,
  FigureFacts,
  InitiativeMonthFacts,
  InitiativeSumFacts,
  Quantities,
  SumFacts,
} from '../src/figure-facts.js';
import { statementPeriod } from '../src/period.js';
import type { BenefitType } from '../src/vocabulary.js';

/** What a test says of one month; numbers are exact texts. Adjusted is gross where it is left out. */
export interface RowSpec extends Partial<Pick<FigureFacts, 'kind' | 'originalMonth' | 'state' | 'complete' | 'confirmation' | 'adoption' | 'reason'>> {
  readonly month: Month;
  readonly quantity?: Partial<Quantities>;
  readonly amount?: Partial<Amounts>;
  readonly hours?: ExactMeasures['hours'];
}
export interface BenefitSpec extends Partial<Omit<BenefitFacts, 'name'>> {
  readonly name: string;
  readonly unit?: string;
  readonly quantityUnit?: string;
  /** That its meters count. */
  readonly sources?: readonly string[];
  readonly rows: readonly RowSpec[];
}
export interface InitiativeSpec extends Partial<Omit<InitiativeFacts, 'name' | 'benefits'>> {
  readonly name: string;
  readonly benefits: readonly BenefitSpec[];
  readonly runningPerMonth?: string;
  readonly oneOff?: string;
  readonly startsIn?: Month;
  readonly netType?: BenefitType | null;
}

const amount = (text: string | null): string | null => (text === null ? null : formatAmount(rational(text)));
const quantity = (text: string | null): string | null => (text === null ? null : formatQuantity(rational(text)));
const total = (texts: readonly (string | null)[]): string | null => {
  const known = texts.filter((text) => text !== null);
  return known.length === 0 ? null : exactText(sum(known.map((text) => rational(text))));
};
const share = (part: string | null, whole: string | null): string | null =>
  part === null || whole === null || isZero(rational(whole)) ? null : formatAmount(rational(part).div(rational(whole)).mul(100n));

const QUANTITIES: Quantities = { estimated: null, low: null, high: null, actual: null, counted: null, excess: null };
const AMOUNTS: Amounts = { estimated: null, gross: null, adjusted: null, confirmed: null, harvested: null, asReported: null };
const mapped = <T extends object>(of: T, print: (text: string | null) => string | null): T =>
  Object.fromEntries(Object.entries(of).map(([name, text]) => [name, print(text as string | null)])) as T;
const printHours = (hours: ExactMeasures['hours']): FigureFacts['hours'] =>
  hours && {
    gross: formatAmount(rational(hours.gross)),
    adjusted: formatAmount(rational(hours.adjusted)),
    unclaimed: formatAmount(rational(hours.unclaimed)),
    fte: formatAmount(rational(hours.gross).div(1704n)),
  };

function rowOf(initiative: string, benefit: BenefitSpec, spec: RowSpec): FigureFacts {
  const counted = spec.quantity?.counted ?? null;
  const exact: ExactMeasures = {
    quantity: { ...QUANTITIES, actual: counted, excess: counted === null ? null : '0', ...spec.quantity },
    amount: { ...AMOUNTS, adjusted: spec.amount?.gross ?? null, ...spec.amount },
    hours: spec.hours ?? null,
  };
  return {
    id: `SE-2281:${initiative}:${benefit.name}:${spec.month}${spec.originalMonth === undefined ? '' : `:${spec.originalMonth}`}`,
    kind: spec.kind ?? 'ORIGINAL',
    ...(spec.originalMonth !== undefined && { originalMonth: spec.originalMonth }),
    initiative,
    benefit: benefit.name,
    type: benefit.type ?? 'FINANCIAL',
    evidence: benefit.evidence ?? 'BEDOMD',
    month: spec.month,
    state: spec.state ?? 'CLOSED',
    quantity: { unit: benefit.quantityUnit ?? 'letter', ...mapped(exact.quantity, quantity) },
    amount: { unit: benefit.unit ?? 'SEK', ...mapped(exact.amount, amount) },
    confirmation: spec.confirmation ?? null,
    hours: printHours(exact.hours),
    adoption: spec.adoption ?? null,
    rate: share(exact.amount.gross, exact.amount.estimated),
    complete: spec.complete ?? true,
    reason: spec.reason ?? null,
    exact,
  };
}

function varianceOf({ estimated: planned, counted }: Quantities, { estimated, gross, adjusted }: Amounts): BenefitSumFacts['exact']['variance'] {
  if (planned === null || estimated === null || counted === null || gross === null || adjusted === null || isZero(rational(planned))) return null;
  const perUnit = rational(estimated).div(rational(planned));
  return {
    total: exactText(rational(adjusted).sub(rational(estimated))),
    volume: exactText(rational(counted).sub(rational(planned)).mul(perUnit)),
    price: exactText(rational(gross).sub(rational(counted).mul(perUnit))),
    adjustment: exactText(rational(adjusted).sub(rational(gross))),
  };
}

/** Seasonal, from all rows of the year. */
function forecastOf(rows: readonly FigureFacts[], to: Month): { readonly amount: string | null; readonly plan: string | null } {
  const year = rows.filter(({ month, kind }) => kind === 'ORIGINAL' && month.startsWith(to.slice(0, 4)));
  const soFar = year.filter(({ month }) => month <= to);
  const plan = total(year.map(({ exact }) => exact.amount.estimated));
  const rest = total(year.filter(({ month }) => month > to).map(({ exact }) => exact.amount.estimated));
  const [gross, estimated] = [total(soFar.map(({ exact }) => exact.amount.gross)), total(soFar.map(({ exact }) => exact.amount.estimated))];
  if (gross === null || estimated === null || isZero(rational(estimated))) return { amount: null, plan };
  return {
    amount: exactText(
      rational(gross).add(
        rational(rest ?? '0')
          .mul(rational(gross))
          .div(rational(estimated)),
      ),
    ),
    plan,
  };
}

function sumOf(initiative: string, benefit: BenefitSpec, { rows, from, to }: { rows: readonly FigureFacts[]; from: Month; to: Month }): BenefitSumFacts {
  const inRange = rows.filter(({ month }) => month >= from && month <= to);
  const originals = inRange.filter(({ kind }) => kind === 'ORIGINAL');
  const quantities = Object.fromEntries(
    (['estimated', 'low', 'high', 'actual', 'counted', 'excess'] as const).map((member) => [
      member,
      total(originals.map(({ exact }) => exact.quantity[member])),
    ]),
  ) as unknown as Quantities;
  const amounts: Amounts = {
    estimated: total(originals.map(({ exact }) => exact.amount.estimated)),
    gross: total(originals.map(({ exact }) => exact.amount.gross)),
    adjusted: total(originals.map(({ exact }) => exact.amount.adjusted)),
    confirmed: total(originals.map(({ exact }) => exact.amount.confirmed)),
    harvested: total(originals.map(({ exact }) => exact.amount.harvested)),
    asReported: total(inRange.map(({ exact }) => exact.amount.asReported)),
  };
  const withHours = originals.flatMap(({ exact }) => exact.hours ?? []);
  const hours =
    withHours.length === 0
      ? null
      : {
          gross: total(withHours.map((of) => of.gross)) ?? '0',
          adjusted: total(withHours.map((of) => of.adjusted)) ?? '0',
          unclaimed: total(withHours.map((of) => of.unclaimed)) ?? '0',
        };
  const variance = varianceOf(quantities, amounts);
  const forecast = forecastOf(rows, to);
  const adoption = originals.findLast((row) => row.adoption !== null)?.adoption ?? null;
  const left = amounts.estimated === null || amounts.gross === null ? null : formatAmount(rational(amounts.estimated).sub(rational(amounts.gross)));
  return {
    initiative,
    benefit: benefit.name,
    type: benefit.type ?? 'FINANCIAL',
    quantity: { unit: benefit.quantityUnit ?? 'letter', ...mapped(quantities, quantity) },
    amount: { unit: benefit.unit ?? 'SEK', ...mapped(amounts, amount) },
    hours: printHours(hours),
    adoption,
    rate: share(amounts.gross, amounts.estimated),
    harvestRate: share(amounts.harvested, amounts.gross),
    complete: originals.every(({ complete }) => complete),
    forecast: { method: 'seasonal', amount: amount(forecast.amount), plan: amount(forecast.plan) },
    variance: variance && mapped(variance, (text) => amount(text)),
    unrealised: { plan: left, potential: null },
    reason: originals.find(({ reason }) => reason !== null)?.reason ?? null,
    exact: { quantity: quantities, amount: amounts, hours, forecast, variance, sources: benefit.sources ?? [] },
  };
}

function costsOf(spec: InitiativeSpec, rows: readonly FigureFacts[], { from, to }: { from: Month; to: Month }): InitiativeSumFacts {
  const { netType = 'FINANCIAL' } = spec;
  const currency = spec.currency ?? 'SEK';
  const carrying = rows.filter((row) => row.kind === 'ORIGINAL' && row.type === netType && row.amount.unit === currency);
  const first = spec.startsIn ?? rows.map(({ month }) => month).sort()[0] ?? to;
  const running = rational(spec.runningPerMonth ?? '0');
  let cumulative: Rational = ZERO;
  const months = monthRange(first, to).map((month): InitiativeMonthFacts => {
    const gross = rational(total(carrying.filter((row) => row.month === month).map(({ exact }) => exact.amount.gross)) ?? '0');
    const oneOff = month === first ? rational(spec.oneOff ?? '0') : ZERO;
    cumulative = cumulative.add(gross).sub(running).sub(oneOff);
    const net = netType === null ? null : exactText(gross.sub(running));
    return {
      month,
      gross: netType === null ? null : exactText(gross),
      runningCost: exactText(running),
      oneOffCost: exactText(oneOff),
      net,
      cumulativeNet: netType === null ? null : exactText(cumulative),
    };
  });
  const inRange = months.filter(({ month }) => month >= from);
  const exact = {
    netType,
    runningCost: total(inRange.map(({ runningCost }) => runningCost)) ?? '0',
    oneOffCost: total(months.map(({ oneOffCost }) => oneOffCost)) ?? '0',
    net: netType === null ? null : (total(inRange.map(({ net }) => net)) ?? '0'),
    cumulativeNet: months.at(-1)?.cumulativeNet ?? null,
    months,
  };
  return {
    initiative: spec.name,
    currency,
    runningCost: formatAmount(rational(exact.runningCost)),
    oneOffCost: formatAmount(rational(exact.oneOffCost)),
    net: amount(exact.net),
    cumulativeNet: amount(exact.cumulativeNet),
    complete: rows.every(({ complete }) => complete),
    warnings: spec.runningPerMonth === undefined ? ['NO_RUNNING_COST'] : [],
    exact,
  };
}

const benefitFacts = ({ name, rows: _rows, unit: _unit, quantityUnit: _quantityUnit, sources: _sources, ...terms }: BenefitSpec): BenefitFacts => ({
  name,
  title: { sv: `${name} på svenska` },
  type: 'FINANCIAL',
  polarity: 'BENEFIT',
  evidence: 'BEDOMD',
  cap: 'none',
  status: 'ACTIVE',
  meter: { units: ['letter'] },
  potential: null,
  plan: [],
  ...terms,
});

const initiativeFacts = ({ name, benefits, runningPerMonth: _running, oneOff: _oneOff, startsIn: _starts, netType: _net, ...terms }: InitiativeSpec): InitiativeFacts => ({
  name,
  title: null,
  department: 'Servicecenter',
  responsibilityUnit: '4711',
  benefitOwner: 'role:servicecenter-manager',
  controller: 'role:finance-controller',
  phase: 'OPERATION',
  goLive: '2026-01-01',
  processChange: '2026-01-01',
  currency: 'SEK',
  retiredFrom: null,
  versions: [],
  entries: [],
  case: null,
  ...terms,
  benefits: benefits.map(benefitFacts),
}); // prettier-ignore

export const closed = (month: Month, terms: Partial<PeriodFacts['log'][number]> = {}): PeriodFacts => ({
  month,
  state: 'CLOSED',
  version: 1,
  log: [
    {
      sequence: 2,
      state: 'CLOSED',
      version: 1,
      actor: 'Karin',
      reason: null,
      recordedAt: `${addMonths(month, 1)}-10T08:00:00Z`,
      snapshotHash: `hash-of-${month}`,
      approvedBy: null,
      approvedAt: null,
      ...terms,
    },
  ],
});

/** Facts that agree with themselves: printed numbers and sums are worked out here, in a second way. */
export function factsOf({ period: id, initiatives, ...terms }: { period: string; initiatives: readonly InitiativeSpec[] } & Partial<Omit<StatementFacts, 'period' | 'initiatives'>>): StatementFacts {
  const period = statementPeriod(id);
  if (period === null) throw new Error(`no period: ${id}`);
  const year = { from: `${period.year}-01`, to: period.to };
  const rows = new Map(
    initiatives.map((initiative) => [
      initiative.name,
      new Map(initiative.benefits.map((benefit) => [benefit.name, benefit.rows.map((row) => rowOf(initiative.name, benefit, row))])),
    ]),
  );
  const rowsOf = (initiative: string): FigureFacts[] => [...(rows.get(initiative)?.values() ?? [])].flat();
  const sums = (range: { from: Month; to: Month }): SumFacts => ({
    ...range,
    benefits: initiatives.flatMap((initiative) =>
      initiative.benefits.map((benefit) => sumOf(initiative.name, benefit, { rows: rows.get(initiative.name)?.get(benefit.name) ?? [], ...range })),
    ),
    initiatives: initiatives.map((initiative) => costsOf(initiative, rowsOf(initiative.name), range)),
  });
  return {
    tenant: { name: 'SE-2281', title: 'Sundsvalls kommun', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK' },
    period,
    version: 1,
    asKnownOn: `${lastDay(period.to)}T23:59:59+02:00`,
    figures: initiatives.flatMap(({ name }) => rowsOf(name)),
    sums: { period: sums(period), yearToDate: sums(year) },
    initiatives: initiatives.map(initiativeFacts),
    rates: [],
    periods: period.months.map((month) => closed(month)),
    confirmations: [],
    harvests: [],
    completeness: [],
    causes: [],
    lastReportAt: null,
    previous: null,
    ...terms,
  };
} // prettier-ignore

const LETTERS = [5000, 6000, 7000, 8000, 8000, 6000, 5000, 10000, 12000, 11000, 11000, 11000];
const REALISED = [4200, 6300, 6650, 8400, 7900, 5950];
const month = (index: number): Month => addMonths('2026-01', index);

/** Reference series R of domain.md d3: 15 kr a letter, band 80 to 110 % of the estimate, 400 000 kr once and 250 000 kr a year. */
export const seriesR: InitiativeSpec = {
  name: 'digital-post',
  oneOff: '400000',
  runningPerMonth: '62500/3',
  startsIn: '2026-01',
  benefits: [
    {
      name: 'postage',
      rows: LETTERS.map((letters, index): RowSpec => {
        const realised = REALISED[index] ?? 0;
        return {
          month: month(index),
          state: index < REALISED.length ? 'CLOSED' : 'OPEN',
          quantity: { estimated: String(letters), low: exactText(rational(BigInt(letters)).mul(4n).div(5n)), high: exactText(rational(BigInt(letters)).mul(11n).div(10n)), counted: String(realised) },
          amount: { estimated: String(letters * 15), gross: String(realised * 15), ...(index < REALISED.length && { asReported: String(realised * 15) }) },
        };
      }),
    },
  ],
}; // prettier-ignore
