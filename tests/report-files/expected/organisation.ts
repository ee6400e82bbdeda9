import type { NetTotal, PlanLine, TypeTotal } from '@hemtag/statements';
import type { ExpectedSection, ExpectedTable } from './expected-table.js';
import type { Reading } from './reading.js';

interface With<Total> {
  readonly total: Total;
}

/** A total by type and unit, after whatever names the group. */
const typeColumns = ({ heads: { label, yearOf }, written: { number, text }, type }: Reading) =>
  [
    [label.type, ({ total }: With<TypeTotal>) => type(total.type)],
    [label.unit, ({ total }: With<TypeTotal>) => text(total.unit)],
    [label.estimated, ({ total }: With<TypeTotal>) => number(total.period.amounts.estimated)],
    [label.gross, ({ total }: With<TypeTotal>) => number(total.period.amounts.gross)],
    [label.adjusted, ({ total }: With<TypeTotal>) => number(total.period.amounts.adjusted)],
    [label.rate, ({ total }: With<TypeTotal>) => number(total.period.amounts.rate)],
    [yearOf(label.estimated), ({ total }: With<TypeTotal>) => number(total.yearToDate.amounts.estimated)],
    [yearOf(label.gross), ({ total }: With<TypeTotal>) => number(total.yearToDate.amounts.gross)],
    [yearOf(label.adjusted), ({ total }: With<TypeTotal>) => number(total.yearToDate.amounts.adjusted)],
    [yearOf(label.rate), ({ total }: With<TypeTotal>) => number(total.yearToDate.amounts.rate)],
    [yearOf(label.harvested), ({ total }: With<TypeTotal>) => number(total.yearToDate.amounts.harvested)],
  ] as const;
const netColumns = ({ heads: { label }, written: { number, text }, type }: Reading) =>
  [
    [label.type, ({ total }: With<NetTotal>) => type(total.type)],
    [label.currency, ({ total }: With<NetTotal>) => text(total.currency)],
    [label.gross, ({ total }: With<NetTotal>) => number(total.yearToDate.amounts.gross)],
    [label.runningCost, ({ total }: With<NetTotal>) => number(total.yearToDate.amounts.runningCost)],
    [label.net, ({ total }: With<NetTotal>) => number(total.yearToDate.amounts.net)],
    [label.oneOffCost, ({ total }: With<NetTotal>) => number(total.oneOffCost)],
    [label.cumulativeNet, ({ total }: With<NetTotal>) => number(total.cumulativeNet)],
  ] as const;

/** A unit whose initiatives have no amount yet has no line. */
function unitTables(reading: Reading): readonly ExpectedTable[] {
  const { statement, heads, written, table } = reading;
  const { label } = heads;
  const { text, count } = written;
  const units = statement.organisation.units.map(({ department, responsibilityUnit, initiatives, totals, nets }) => ({
    unit: { department, responsibilityUnit, initiatives },
    totals,
    nets,
  }));
  type Unit = (typeof units)[number]['unit'];
  const names = [
    [label.department, ({ unit }: { readonly unit: Unit }) => text(unit.department)],
    [label.responsibilityUnit, ({ unit }: { readonly unit: Unit }) => text(unit.responsibilityUnit)],
  ] as const;
  const totals = units.flatMap(({ unit, totals: all }) => all.map((total) => ({ unit, total })));
  const nets = units.flatMap(({ unit, nets: all }) => all.map((total) => ({ unit, total })));
  return [
    ...table('units', totals, [...names, [label.initiatives, ({ unit }) => count(unit.initiatives)], ...typeColumns(reading)]),
    ...table('unitNets', nets, [...names, ...netColumns(reading)]),
  ];
}

function goalTables(reading: Reading): readonly ExpectedTable[] {
  const { statement, heads, written, table } = reading;
  const { text, count, name } = written;
  const { goal, initiative, initiatives } = heads.label;
  const goals = statement.organisation.goals ?? [];
  return [
    ...table(
      'goals',
      goals.flatMap((of) => of.totals.map((total) => ({ of, total }))),
      [[goal, ({ of }) => text(of.goal)], [initiatives, ({ of }) => count(of.initiatives.length)], ...typeColumns(reading)], // prettier-ignore
    ),
    ...table(
      'goalNets',
      goals.flatMap((of) => of.nets.map((total) => ({ of, total }))),
      [[goal, ({ of }) => text(of.goal)], ...netColumns(reading)],
    ),
    ...table(
      'goalInitiatives',
      goals.flatMap((of) => of.initiatives.map((one) => ({ of, one }))),
      [[goal, ({ of }) => text(of.goal)], [initiative, ({ one }) => text(name(one))]], // prettier-ignore
    ),
  ];
}

/** 4. */
export function organisation(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table } = reading;
  const { label } = heads;
  const { number, text, day } = written;
  const { planLines, plans } = statement.organisation;
  return {
    heading: words.sections.organisation,
    sentences: [],
    tables: [
      ...unitTables(reading),
      ...goalTables(reading),
      ...table<PlanLine>(
        'planLines',
        planLines,
        [
          [label.initiative, ({ initiative }) => text(written.name(initiative))],
          [label.benefit, ({ benefit }) => text(written.name(benefit))],
          [label.planLine, ({ name }) => text(name)],
          [label.measure, ({ measure }) => text(measure)],
          [label.responsibilityUnit, ({ responsibilityUnit }) => text(responsibilityUnit)],
          [label.budgetYear, ({ budgetYear }) => text(budgetYear === null ? null : String(budgetYear))],
          [label.decisionRef, ({ decisionRef }) => text(decisionRef)],
          [label.plannedDate, ({ plannedDate }) => day(plannedDate)],
          [label.unit, ({ unit }) => text(unit)],
          [label.planned, ({ planned }) => number(planned)],
          [label.harvested, ({ harvested }) => number(harvested)],
          [label.harvestedInPeriod, ({ harvestedInPeriod }) => number(harvestedInPeriod)],
          [label.standing, ({ standing }) => text(words.standings[standing])],
        ],
        {
          totals: plans.map((plan) => ({
            over: { [label.unit]: text(plan.unit) },
            shown: {
              [label.planned]: number(plan.planned),
              [label.harvested]: number(plan.harvested),
              [label.harvestedInPeriod]: number(plan.harvestedInPeriod),
            },
          })),
        },
      ),
    ],
  };
}
