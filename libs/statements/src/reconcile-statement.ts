import { formatAmount, rational, sum, ZERO, type Rational } from '@hemtag/kernel';
import { mayBeSaving } from './benefit-lines.js';
import { AMOUNT_MEMBERS, type Amounts } from './figure-facts.js';
import type { StatementFault } from './statement-fault.js';
import type { Hours, Statement } from './statement.js';
import type { BenefitLine, InitiativeLine, NetAmounts, NetTotal, TypeTotal } from './statement-lines.js';
import type { WaterfallChart } from './statement-charts.js';

type Printed = string | null;
const RANGES = ['period', 'yearToDate'] as const;
const NET_MEMBERS = ['gross', 'runningCost', 'net'] as const;
const HOURS_MEMBERS = ['gross', 'adjusted', 'claimed', 'unclaimed', 'fte'] as const satisfies readonly (keyof Hours)[];

/** A printed total with its lines and with what it says that rounding is. */
interface Total {
  readonly where: string;
  readonly member: string;
  readonly total: Printed;
  readonly rounding: Printed;
  readonly lines: readonly Printed[];
  /** Names of the lines, in their order. */
  readonly of: readonly string[];
}

const valueOf = (text: Printed): Rational => (text === null ? ZERO : rational(text));
/** Each rounded number is at most half a hundredth off: n lines and the total. */
const boundOf = (lines: number): Rational => rational(BigInt(lines + 1)).div(rational('200'));

/** Lines + rounding = total to the last digit, and rounding no more than rounding can be. A total is there exactly where a line is. */
function totalFaults({ where, member, total, rounding, lines, of }: Total): StatementFault[] {
  const present = lines.filter((line) => line !== null);
  const given = sum(present.map(rational)).add(valueOf(rounding));
  const isWhole = total === null ? present.length === 0 && rounding === null : present.length > 0 && rounding !== null;
  const isRounding = valueOf(rounding).abs().compare(boundOf(present.length)) <= 0;
  if (isWhole && isRounding && given.equals(valueOf(total))) return [];
  return [{ code: 'DIFFERENT_SUM', where, member, total, lines: formatAmount(given), difference: formatAmount(valueOf(total).sub(given)), of }];
}

const lineName = ({ initiative, benefit }: BenefitLine): string => `${initiative.name}/${benefit.name}`;

function typeTotalFaults(where: string, totals: readonly TypeTotal[], lines: readonly BenefitLine[]): StatementFault[] {
  return totals.flatMap((total): StatementFault[] => {
    const own = lines.filter(({ type, unit }) => type === total.type && unit === total.unit);
    const names = own.map(lineName);
    const of = `${where}${total.type} ${total.unit}`;
    const amounts = RANGES.flatMap((range) =>
      AMOUNT_MEMBERS.map((member) => ({
        where: of,
        member: `${range}.${member}`,
        total: total[range].amounts[member],
        rounding: total[range].rounding[member],
        lines: own.map((line) => line[range][member]),
        of: names,
      })),
    );
    const forecasts = (['amount', 'plan'] as const).map((member) => ({
      where: of,
      member: `forecast.${member}`,
      total: total.forecast[member],
      rounding: total.forecast.rounding[member],
      lines: own.map((line) => line.forecast[member]),
      of: names,
    }));
    return [...amounts, ...forecasts].flatMap(totalFaults).concat(savingFaults(of, total, total.period.amounts, total.yearToDate.amounts));
  });
}

interface Saving {
  readonly type: TypeTotal['type'];
  readonly isMoney: boolean;
  readonly calledSaving: TypeTotal['calledSaving'];
}
/** Nothing but a confirmed amount of a type that can be one is called a saving. */
function savingFaults(where: string, { calledSaving, ...of }: Saving, ...[period, yearToDate]: readonly Pick<Amounts, 'confirmed'>[]): StatementFault[] {
  const expected = mayBeSaving(of) ? { period: period?.confirmed ?? null, yearToDate: yearToDate?.confirmed ?? null } : { period: null, yearToDate: null };
  return RANGES.flatMap((range): StatementFault[] => {
    const said = calledSaving?.[range] ?? null;
    if (said === expected[range]) return [];
    return [{ code: 'DIFFERENT_SUM', where, member: `calledSaving.${range}`, total: said, lines: expected[range], difference: null, of: [] }];
  });
}

function netTotalFaults(where: string, totals: readonly NetTotal[], lines: readonly InitiativeLine[]): StatementFault[] {
  return totals.flatMap((total) => {
    const own = lines.filter(
      ({ netType, currency, period, yearToDate }) => netType === total.type && currency === total.currency && (period.net !== null || yearToDate.net !== null),
    );
    const of = own.map(({ initiative }) => initiative.name);
    const at = `${where}net ${total.type} ${total.currency}`;
    const nets = RANGES.flatMap((range) => {
      const defined = own.filter((line) => line[range].net !== null);
      const amounts = total[range];
      return NET_MEMBERS.map((member) => ({
        where: at,
        member: `${range}.${member}`,
        // Without any net there is no cost to carry either, and 0.00 stands for it.
        total: defined.length === 0 ? null : amounts.amounts[member],
        rounding: defined.length === 0 ? null : amounts.rounding[member],
        lines: defined.map((line) => line[range][member]),
        of,
      }));
    });
    const costs = (['oneOffCost', 'cumulativeNet'] as const).map((member) => ({
      where: at,
      member,
      total: total[member],
      rounding: total.rounding[member],
      lines: own.map((line) => line[member]),
      of,
    }));
    return [...nets, ...costs].flatMap(totalFaults);
  });
}

/** net = gross − running cost; three rounded numbers differ by at most a hundredth. */
function netLineFaults({ initiative, ...line }: InitiativeLine): StatementFault[] {
  return RANGES.flatMap((range): StatementFault[] => {
    const { gross, runningCost, net }: NetAmounts = line[range];
    if (gross === null || net === null) return [];
    const given = rational(gross).sub(rational(runningCost));
    const difference = rational(net).sub(given);
    if (difference.abs().compare(rational('1/100')) <= 0) return [];
    return [
      { code: 'DIFFERENT_SUM', where: initiative.name, member: `${range}.net`, total: net, lines: formatAmount(given), difference: formatAmount(difference), of: [] },
    ]; // prettier-ignore
  });
}

const STEPS = ['estimated', 'volume', 'price', 'adjustment', 'withoutEstimate', 'notSplit'] as const;
const waterfallTotal = ({ type, unit, realised, rounding, ...steps }: WaterfallChart): Total => ({
  where: `waterfall ${type} ${unit}`,
  member: 'realised',
  total: realised,
  rounding,
  lines: STEPS.map((step) => steps[step]),
  of: STEPS,
});

function hoursTotals({ beyondMoney: { hours, hourTotals } }: Statement): Total[] {
  return hourTotals.flatMap(({ type, ...total }) => {
    const own = hours.filter((line) => line.type === type);
    const of = own.map(({ initiative, benefit }) => `${initiative.name}/${benefit.name}`);
    const ranges = [
      { range: 'period', value: total.period, rounding: total.periodRounding },
      { range: 'yearToDate', value: total.yearToDate, rounding: total.yearToDateRounding },
    ] as const;
    return ranges.flatMap(({ range, value, rounding }) =>
      HOURS_MEMBERS.map((member) => ({
        where: `hours ${type}`,
        member: `${range}.${member}`,
        total: value?.[member] ?? null,
        rounding: rounding?.[member] ?? null,
        lines: own.map((line) => line[range]?.[member] ?? null),
        of,
      })),
    );
  });
}

const adjustmentTotals = ({ corrections: { adjustments, totals } }: Statement): Total[] =>
  totals.map(({ type, unit, amount, rounding }) => {
    const own = adjustments.filter((line) => line.type === type && line.unit === unit && line.amount !== null);
    return {
      where: `adjustments ${type} ${unit}`,
      member: 'amount',
      total: amount,
      rounding,
      lines: own.map((line) => line.amount),
      of: own.map(({ figure }) => figure),
    };
  });

const PLAN_MEMBERS = ['planned', 'harvested', 'harvestedInPeriod'] as const;
const planTotals = ({ organisation: { planLines, plans } }: Statement): Total[] =>
  plans.flatMap((total) => {
    const own = planLines.filter(({ unit }) => unit === total.unit);
    return PLAN_MEMBERS.map((member) => ({
      where: `plan ${total.unit}`,
      member,
      total: total[member],
      rounding: '0.00',
      lines: own.map((line) => line[member]),
      of: own.map(({ name }) => name),
    }));
  });

const twice = (keys: readonly string[]): StatementFault[] =>
  keys.filter((key, index) => keys.indexOf(key) !== index).map((where) => ({ code: 'TWICE', where }));

/** Every line belongs to one total of its type and unit, and each total stands once. */
function missingTotals(range: string, totals: readonly TypeTotal[], lines: readonly BenefitLine[]): StatementFault[] {
  const key = ({ type, unit }: { readonly type: string; readonly unit: string | null }): string => `${type} ${unit ?? ''}`;
  const keys = totals.map(key);
  const absent = lines.filter((line) => line.unit !== null && !keys.includes(key(line)));
  return [...absent.map((line): StatementFault => ({ code: 'NO_SUM', where: lineName(line), range })), ...twice(keys)];
}

/** A goal is the lines of the initiatives that it names; each of them has a line of its own in the report. */
function goalFaults({ benefits, organisation: { goals = [] } }: Statement): StatementFault[] {
  const known = new Set(benefits.initiatives.map(({ initiative }) => initiative.name));
  const faults = goals.flatMap(({ goal, initiatives, totals, nets }) => {
    const names = initiatives.map(({ name }) => name);
    const isOwn = ({ initiative }: BenefitLine | InitiativeLine): boolean => names.includes(initiative.name);
    const lines = benefits.lines.filter(isOwn);
    return [
      ...names.filter((name) => !known.has(name)).map((where): StatementFault => ({ code: 'NOT_IN_REGISTER', where })),
      ...twice(names),
      ...missingTotals(`the goal ${goal}`, totals, lines),
      ...typeTotalFaults(`${goal} `, totals, lines),
      ...netTotalFaults(`${goal} `, nets, benefits.initiatives.filter(isOwn)),
    ];
  });
  return [...twice(goals.map(({ goal }) => goal)), ...faults];
}

/** A statement of some departments has nothing of another one. */
function foreignLines({ header: { departments }, benefits }: Statement): StatementFault[] {
  if (departments === undefined) return [];
  const isForeign = ({ department }: BenefitLine | InitiativeLine): boolean => department === null || !departments.includes(department);
  const names = [...benefits.lines.filter(isForeign).map(lineName), ...benefits.initiatives.filter(isForeign).map(({ initiative }) => initiative.name)];
  return names.map((where) => ({ code: 'NOT_OF_PART', where }));
}

/**
 * What anybody with the statement and a calculator can check: lines + rounding = total for every total, net = gross − running cost, the steps of each waterfall, and
 * that nothing but confirmed FINANCIAL and AVOIDANCE amounts are called savings. A statement with a fault is not made and one that was tampered with is not shown.
 */
export function reconcileStatement(statement: Statement): StatementFault[] {
  const { summary, benefits, organisation, charts } = statement;
  const unitFaults = organisation.units.flatMap(({ department, responsibilityUnit, totals, nets }) => {
    const where = `${department ?? '-'}/${responsibilityUnit ?? '-'} `;
    const isOwn = (line: BenefitLine | InitiativeLine): boolean => line.department === department && line.responsibilityUnit === responsibilityUnit;
    return [...typeTotalFaults(where, totals, benefits.lines.filter(isOwn)), ...netTotalFaults(where, nets, benefits.initiatives.filter(isOwn))];
  });
  const lineFaults = benefits.lines.flatMap((line) => savingFaults(lineName(line), line, line.period, line.yearToDate));
  const totals = [...charts.waterfalls.map(waterfallTotal), ...hoursTotals(statement), ...adjustmentTotals(statement), ...planTotals(statement)];
  return [
    ...foreignLines(statement),
    ...missingTotals('the summary', summary.totals, benefits.lines),
    ...typeTotalFaults('', summary.totals, benefits.lines),
    ...netTotalFaults('', summary.nets, benefits.initiatives),
    ...unitFaults,
    ...goalFaults(statement),
    ...lineFaults,
    ...benefits.initiatives.flatMap(netLineFaults),
    ...totals.flatMap(totalFaults),
  ];
}
