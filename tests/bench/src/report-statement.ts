import type {
  Amounts,
  BenefitLine,
  BenefitType,
  InitiativeLine,
  NetAmounts,
  NetTotal,
  RangeAmounts,
  Statement,
  StatementState,
  TypeTotal,
} from '@hemtag/statements';
import { statementPeriod } from '@hemtag/statements';

/** A made-up statement with as many benefits as wanted, every number a function of the benefit's number. */
export interface StatementOptions {
  readonly benefits: number;
  readonly state?: StatementState;
  /** Titles that the benefits get in turn; ordinary ones by default. */
  readonly titles?: readonly string[];
}

const MONTHS = ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'].map((month) => `2026-${month}`);
const HASH = '5f2c'.repeat(16);
const DEPARTMENT = 'Kommunledningskontoret';
const OWNER = 'Verksamhetschef, kundservice';

interface Kind {
  readonly type: BenefitType;
  readonly unit: string;
  readonly isMoney: boolean;
}
const KINDS: readonly Kind[] = [
  { type: 'FINANCIAL', unit: 'SEK', isMoney: true },
  { type: 'REDISTRIBUTED', unit: 'SEK', isMoney: true },
  { type: 'AVOIDANCE', unit: 'SEK', isMoney: true },
  { type: 'QUALITY', unit: 'poäng', isMoney: false },
  { type: 'ENVIRONMENT', unit: 'kg CO2e', isMoney: false },
];
const kindOf = (at: number): Kind => KINDS[at % KINDS.length] as Kind;

/** Hundredths as a decimal text. */
function text(hundredths: bigint): string {
  const digits = (hundredths < 0n ? -hundredths : hundredths).toString().padStart(3, '0');
  return `${hundredths < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
const hundredths = (value: string): bigint => BigInt(value.replace('.', ''));
/** 100 × a / b with two decimals, halves away from zero. */
const percent = (a: bigint, b: bigint): string | null => (b === 0n ? null : text((a * 20_000n + b) / (2n * b)));

const MEMBERS = ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'asReported'] as const;

function rangeOf(at: number, months: bigint): RangeAmounts {
  const estimated = BigInt(at * 7_919 + 5_000_000) * months;
  const gross = (estimated * BigInt(90 + (at % 17))) / 100n;
  const amounts: Amounts = {
    estimated: text(estimated),
    gross: text(gross),
    adjusted: text((gross * 9n) / 10n),
    confirmed: at % 2 === 0 ? text(gross) : null,
    harvested: at % 5 === 0 ? text(gross / 4n) : null,
    asReported: null,
  };
  return { ...amounts, rate: percent(gross, estimated) };
}

const sumOf = (values: readonly (string | null)[]): string | null => {
  const given = values.filter((value) => value !== null);
  return given.length === 0 ? null : text(given.reduce((sum, value) => sum + hundredths(value), 0n));
};
const ZERO: Amounts = { estimated: '0.00', gross: '0.00', adjusted: '0.00', confirmed: '0.00', harvested: '0.00', asReported: '0.00' };

function totalOf(lines: readonly RangeAmounts[]): TypeTotal['period'] {
  const amounts = Object.fromEntries(MEMBERS.map((member) => [member, sumOf(lines.map((line) => line[member]))])) as unknown as Amounts;
  const rounding = Object.fromEntries(MEMBERS.map((member) => [member, amounts[member] === null ? null : '0.00'])) as unknown as Amounts;
  return { amounts: { ...amounts, rate: percent(hundredths(amounts.gross ?? '0.00'), hundredths(amounts.estimated ?? '0.00')) }, rounding };
}

function lineOf(at: number, title: string): BenefitLine {
  const kind = kindOf(at);
  const period = rangeOf(at, 1n);
  const yearToDate = rangeOf(at, 6n);
  const [estimated, adjusted] = [hundredths(period.estimated ?? '0.00'), hundredths(period.adjusted ?? '0.00')];
  const quantity = { estimated: '5000', low: '4000', high: '5500', actual: '4850.5', counted: '4800', excess: '50.5' };
  return {
    initiative: { name: `initiative-${Math.floor(at / 2)}`, title: { sv: `Initiativ ${Math.floor(at / 2) + 1}` } },
    benefit: { name: `benefit-${at}`, title: { sv: title } },
    department: DEPARTMENT,
    responsibilityUnit: '4110',
    benefitOwner: OWNER,
    type: kind.type,
    polarity: 'BENEFIT',
    evidence: 'UPPFOLJD',
    status: 'ACTIVE',
    unit: kind.unit,
    isMoney: kind.isMoney,
    quantityUnit: 'brev',
    quantity,
    perUnit: '15.1875',
    period,
    yearToDate,
    yearToDateQuantity: quantity,
    forecast: { method: 'seasonal', amount: text(hundredths(yearToDate.gross ?? '0.00') * 2n), plan: text(hundredths(yearToDate.estimated ?? '0.00') * 2n) },
    variance: {
      total: text(adjusted - estimated),
      volume: text(hundredths(period.gross ?? '0.00') - estimated),
      price: '0.00',
      adjustment: text(adjusted - hundredths(period.gross ?? '0.00')),
    },
    unrealised: { plan: '1200.00', potential: null },
    hours: kind.type === 'REDISTRIBUTED' ? { gross: '120.00', adjusted: '100.00', unclaimed: '20.00', fte: '0.07' } : null,
    adoption: null,
    harvestRate: period.harvested === null ? null : '25.00',
    reason: null,
    isComplete: true,
    isPreliminary: false,
    confirmation:
      at % 2 === 0
        ? { by: OWNER, at: '2026-07-06T10:00:00Z', reviewedBy: 'controller', reviewedAt: '2026-07-07T10:00:00Z', months: 1, confirmedMonths: 1 }
        : null,
    calledSaving: kind.type === 'FINANCIAL' || kind.type === 'AVOIDANCE' ? { period: period.confirmed, yearToDate: yearToDate.confirmed } : null,
    figures: [`figure-${at}`],
  };
}

function typeTotal(kind: Kind, all: readonly BenefitLine[]): TypeTotal {
  const lines = all.filter(({ type }) => type === kind.type);
  const saved = (range: 'period' | 'yearToDate'): string | null => sumOf(lines.map(({ calledSaving }) => calledSaving?.[range] ?? null));
  const [amount, plan] = [sumOf(lines.map(({ forecast }) => forecast.amount)), sumOf(lines.map(({ forecast }) => forecast.plan))];
  const yearToDate = totalOf(lines.map((line) => line.yearToDate));
  return {
    ...kind,
    benefits: lines.length,
    withoutEstimate: 0,
    period: totalOf(lines.map((line) => line.period)),
    yearToDate,
    forecast: { method: 'seasonal', amount, plan, without: 0, rounding: { amount: amount === null ? null : '0.00', plan: plan === null ? null : '0.00' } },
    harvestRate: percent(hundredths(yearToDate.amounts.harvested ?? '0.00'), hundredths(yearToDate.amounts.gross ?? '0.00')),
    calledSaving: kind.type === 'FINANCIAL' || kind.type === 'AVOIDANCE' ? { period: saved('period'), yearToDate: saved('yearToDate') } : null,
  };
}

/** Every initiative with a financial benefit has costs. */
function initiativesOf(lines: readonly BenefitLine[]): readonly InitiativeLine[] {
  return lines
    .filter(({ type }) => type === 'FINANCIAL')
    .map((line): InitiativeLine => {
      const net = (gross: string | null, months: bigint): NetAmounts => ({
        gross,
        runningCost: text(2_083_333n * months),
        net: gross === null ? null : text(hundredths(gross) - 2_083_333n * months),
      });
      return {
        initiative: line.initiative,
        department: line.department,
        responsibilityUnit: line.responsibilityUnit,
        currency: 'SEK',
        netType: 'FINANCIAL',
        period: net(line.period.gross, 1n),
        yearToDate: net(line.yearToDate.gross, 6n),
        oneOffCost: '400000.00',
        cumulativeNet: text(hundredths(line.yearToDate.gross ?? '0.00') - 2_083_333n * 6n - 40_000_000n),
        isComplete: true,
        warnings: [],
      };
    });
}

function netTotals(lines: readonly InitiativeLine[]): readonly NetTotal[] {
  if (lines.length === 0) return [];
  const total = (range: 'period' | 'yearToDate'): NetTotal['period'] => ({
    amounts: {
      gross: sumOf(lines.map((line) => line[range].gross)),
      runningCost: sumOf(lines.map((line) => line[range].runningCost)) ?? '0.00',
      net: sumOf(lines.map((line) => line[range].net)),
    },
    rounding: { gross: '0.00', runningCost: '0.00', net: '0.00' },
  });
  return [
    {
      type: 'FINANCIAL',
      currency: 'SEK',
      initiatives: lines.length,
      period: total('period'),
      yearToDate: total('yearToDate'),
      oneOffCost: sumOf(lines.map(({ oneOffCost }) => oneOffCost)) ?? '0.00',
      cumulativeNet: sumOf(lines.map(({ cumulativeNet }) => cumulativeNet)),
      rounding: { oneOffCost: '0.00', cumulativeNet: '0.00' },
      withoutRunningCost: 0,
    },
  ];
}

function chartsOf(lines: readonly BenefitLine[], totals: readonly TypeTotal[]): Statement['charts'] {
  const [first] = lines;
  const points = (yearly: bigint): Statement['charts']['cumulative'][number]['points'] =>
    MONTHS.map((month, at) => {
      const estimated = (yearly * BigInt(at + 1)) / 12n;
      return {
        month,
        estimated: text(estimated),
        low: text((estimated * 8n) / 10n),
        high: text((estimated * 11n) / 10n),
        realised: at < 6 ? text((estimated * 97n) / 100n) : null,
      };
    });
  const split = (total: TypeTotal): Statement['charts']['waterfalls'][number] => {
    const [estimated, gross, adjusted] = [total.period.amounts.estimated, total.period.amounts.gross, total.period.amounts.adjusted].map((value) =>
      hundredths(value ?? '0.00'),
    ) as [bigint, bigint, bigint];
    return {
      type: total.type,
      unit: total.unit,
      estimated: text(estimated),
      volume: text(gross - estimated),
      price: '0.00',
      adjustment: text(adjusted - gross),
      withoutEstimate: '0.00',
      notSplit: '0.00',
      rounding: '0.00',
      realised: text(adjusted),
    };
  };
  if (!first) return { cumulative: [], waterfalls: [], adoption: [], potential: [], payback: [] };
  return {
    cumulative: totals.map((total) => ({ type: total.type, unit: total.unit, points: points(hundredths(total.forecast.plan ?? '0.00')) })),
    waterfalls: totals.map(split),
    adoption: [
      {
        initiative: first.initiative,
        benefit: first.benefit,
        unit: 'brev',
        breakEvenShare: '11.90',
        points: MONTHS.slice(0, 6).map((month, at) => ({
          month,
          actual: String(4000 + at * 300),
          potential: '11667',
          share: percent(BigInt(4000 + at * 300), 11_667n),
        })),
      },
    ],
    potential: lines.map((line) => ({
      initiative: line.initiative,
      benefit: line.benefit,
      type: line.type,
      unit: line.unit ?? '',
      plan: '1200.00',
      potential: null,
    })),
    payback: [
      {
        initiative: first.initiative,
        type: 'FINANCIAL',
        currency: 'SEK',
        oneOffCost: '400000.00',
        paybackMonths: '5.04',
        points: ['-357833.33', '-284166.67', '-205250.00', '-100083.33', '-2416.67', '66000.00'].map((cumulativeNet, at) => ({
          month: MONTHS[at] as string,
          cumulativeNet,
        })),
      },
    ],
  };
}

function wordsOf(lines: readonly BenefitLine[]): Pick<Statement, 'deviations' | 'corrections' | 'method' | 'signOff' | 'delay'> {
  const some = lines.slice(0, 3);
  return {
    delay: {
      waiting: some.map(({ initiative }) => ({
        initiative,
        phase: 'IMPLEMENTATION',
        goLive: '2026-10-01',
        type: 'FINANCIAL',
        currency: 'SEK',
        perMonth: '104166.67',
      })),
      waitingTotals:
        some.length === 0 ? [] : [{ type: 'FINANCIAL', currency: 'SEK', initiatives: some.length, perMonth: text(10_416_667n * BigInt(some.length)) }],
      inaction: some
        .slice(0, 1)
        .map(({ initiative }) => ({ initiative, currency: 'SEK', perYear: ['1248000.00', '1297920.00', '1349836.80'], extra: '295756.80' })),
    },
    deviations: {
      lines: some.map((line) => ({
        figure: line.figures[0] ?? '',
        month: '2026-06',
        initiative: line.initiative,
        benefit: line.benefit,
        type: line.type,
        unit: line.unit ?? '',
        estimated: line.period.estimated,
        gross: line.period.gross,
        rate: line.period.rate,
        confirmed: line.period.gross ?? '0.00',
        isCurrent: true,
        cause: 'volume',
        comment: 'Färre brev än väntat under semestern.',
        action: 'Påminn handläggarna om den digitala kanalen.',
        due: '2026-09-01',
        isDue: false,
        confirmedBy: OWNER,
      })),
    },
    corrections: {
      adjustments: some.slice(0, 1).map((line) => ({
        figure: 'adjustment-1',
        month: '2026-06',
        originalMonth: '2026-03',
        initiative: line.initiative,
        benefit: line.benefit,
        type: line.type,
        unit: line.unit,
        amount: '750.00',
        asReported: '99750.00',
        bookedBefore: '0.00',
        bookedAfter: '0.00',
        restated: '100500.00',
        cause: 'LATE_USAGE',
        changedVolumes: 50,
        register: [],
      })),
      totals: some.slice(0, 1).map((line) => ({ type: line.type, unit: line.unit ?? '', lines: 1, amount: '750.00', rounding: '0.00' })),
      reopenings: [],
      parameterChanges: [
        {
          kind: 'Rate',
          name: 'hourly-cost',
          version: 2,
          at: '2026-06-12T09:00:00Z',
          by: 'controller',
          reason: 'Ny PO-sats',
          changes: [{ path: 'versions.2026', change: 'added', from: null, to: '358.84' }],
          effects: [],
        },
      ],
      changes: null,
    },
    method: {
      benefits: lines.map((line) => ({
        initiative: line.initiative,
        benefit: line.benefit,
        cap: 'month',
        processChange: '2026-01-01',
        values: [
          {
            validFrom: '2026-01-01',
            validTo: null,
            version: 1,
            source: 'Portotaxa 2026',
            reason: null,
            approvedBy: null,
            values: [{ name: 'unitValue', value: '15.00 SEK' }],
          },
        ],
        baselines: [],
        estimates: [
          {
            validFrom: '2026-01-01',
            validTo: null,
            version: 1,
            source: null,
            reason: null,
            approvedBy: 'ekonomichef',
            values: [{ name: 'annualVolume', value: '100000' }],
          },
        ],
        adjustments: [],
      })),
      rates: [{ name: 'hourly-cost', unit: 'SEK/h', value: '358.84', validFrom: '2026-01-01', validTo: null, source: 'SKR', method: null, version: 2 }],
      warnings: [],
    },
    signOff: {
      steps: [
        { step: 'CONFIRMED', month: '2026-06', by: OWNER, at: '2026-07-06T10:00:00Z', figures: lines.length },
        { step: 'REVIEWED', month: '2026-06', by: 'controller', at: '2026-07-07T10:00:00Z', figures: lines.length },
      ],
      snapshots: [
        {
          month: '2026-06',
          version: 1,
          state: 'CLOSED',
          hash: HASH,
          by: 'controller',
          at: '2026-07-10T08:00:00Z',
          approvedBy: 'ekonomichef',
          approvedAt: '2026-07-10T09:00:00Z',
        },
      ],
      figures: lines.length,
      confirmed: Math.ceil(lines.length / 2),
      reviewed: Math.ceil(lines.length / 2),
      isApproved: true,
    },
  };
}

export function exampleStatement({ benefits, state = 'FINAL', titles }: StatementOptions): Statement {
  const period = statementPeriod('2026-06');
  if (!period) throw new Error('2026-06 is a month');
  const lines = Array.from({ length: benefits }, (_, at) => lineOf(at, titles?.[at % titles.length] ?? `Porto och hantering ${at + 1}`));
  const totals = KINDS.filter(({ type }) => lines.some((line) => line.type === type)).map((kind) => typeTotal(kind, lines));
  const initiatives = initiativesOf(lines);
  const nets = netTotals(initiatives);
  const hours = lines.filter((line) => line.hours !== null);
  const hourSum = (count: number, times: bigint): Statement['beyondMoney']['hourTotals'][number]['period'] => ({
    gross: text(12_000n * BigInt(count) * times),
    adjusted: text(10_000n * BigInt(count) * times),
    claimed: text(10_000n * BigInt(count) * times),
    unclaimed: text(2_000n * BigInt(count) * times),
    fte: text(7n * BigInt(count) * times),
  });
  const none = { gross: '0.00', adjusted: '0.00', claimed: '0.00', unclaimed: '0.00', fte: '0.00' };
  return {
    schema: 'hemtag/statement/v1',
    header: {
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
    },
    summary: {
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
    },
    benefits: { lines, initiatives },
    organisation: {
      units: [{ department: DEPARTMENT, responsibilityUnit: '4110', initiatives: new Set(lines.map(({ initiative }) => initiative.name)).size, totals, nets }],
      planLines: lines.slice(0, 20).map((line, at) => ({
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
      plans:
        lines.length === 0
          ? []
          : [
              {
                unit: 'SEK',
                lines: Math.min(20, lines.length),
                planned: text(45_000_000n * BigInt(Math.min(20, lines.length))),
                harvested: text(11_250_000n * BigInt(Math.min(20, lines.length))),
                harvestedInPeriod: text(3_750_000n * BigInt(Math.min(20, lines.length))),
                standings: { DONE: 0, DUE: Math.min(20, lines.length), LATE: 0, LATER: 0 },
              },
            ],
    },
    charts: chartsOf(lines, totals),
    beyondMoney: {
      hours: hours.map((line) => ({ initiative: line.initiative, benefit: line.benefit, type: line.type, period: hourSum(1, 1n), yearToDate: hourSum(1, 6n) })),
      hourTotals:
        hours.length === 0
          ? []
          : [
              {
                type: 'REDISTRIBUTED',
                period: hourSum(hours.length, 1n),
                periodRounding: none,
                yearToDate: hourSum(hours.length, 6n),
                yearToDateRounding: none,
              },
            ],
      native: lines
        .filter(({ isMoney }) => !isMoney)
        .map((line) => ({
          initiative: line.initiative,
          benefit: line.benefit,
          type: line.type,
          unit: line.unit ?? '',
          period: { ...ZERO, ...line.period },
          yearToDate: { ...ZERO, ...line.yearToDate },
        })),
    },
    ...wordsOf(lines),
  };
}
