import type { NetTotal, OrganisationUnit, PlanLine, TypeTotal } from '@hemtag/statements';
import type { Columns, ExpectedSection, ExpectedTable } from './expected-table.js';
import type { Reading } from './reading.js';

function totalColumns({ heads, written, type }: Reading): Columns<{ readonly total: TypeTotal }> {
  const { label, yearOf } = heads;
  const { number, text } = written;
  return [
    [label.type, ({ total }) => type(total.type)],
    [label.unit, ({ total }) => text(total.unit)],
    [label.estimated, ({ total }) => number(total.period.amounts.estimated)],
    [label.gross, ({ total }) => number(total.period.amounts.gross)],
    [label.adjusted, ({ total }) => number(total.period.amounts.adjusted)],
    [label.rate, ({ total }) => number(total.period.amounts.rate)],
    [yearOf(label.estimated), ({ total }) => number(total.yearToDate.amounts.estimated)],
    [yearOf(label.gross), ({ total }) => number(total.yearToDate.amounts.gross)],
    [yearOf(label.adjusted), ({ total }) => number(total.yearToDate.amounts.adjusted)],
    [yearOf(label.rate), ({ total }) => number(total.yearToDate.amounts.rate)],
    [yearOf(label.harvested), ({ total }) => number(total.yearToDate.amounts.harvested)],
  ];
}

function netColumns({ heads: { label }, written: { number, text }, type }: Reading): Columns<{ readonly total: NetTotal }> {
  return [
    [label.type, ({ total }) => type(total.type)],
    [label.currency, ({ total }) => text(total.currency)],
    [label.gross, ({ total }) => number(total.yearToDate.amounts.gross)],
    [label.runningCost, ({ total }) => number(total.yearToDate.amounts.runningCost)],
    [label.net, ({ total }) => number(total.yearToDate.amounts.net)],
    [label.oneOffCost, ({ total }) => number(total.oneOffCost)],
    [label.cumulativeNet, ({ total }) => number(total.cumulativeNet)],
  ];
}

interface OfUnit {
  readonly unit: Pick<OrganisationUnit, 'department' | 'responsibilityUnit'>;
}
function unitTables(reading: Reading): readonly ExpectedTable[] {
  const { statement, heads, written, table } = reading;
  // A unit whose initiatives have no amount yet has no line.
  const units = statement.organisation.units.map(({ department, responsibilityUnit, initiatives, totals, nets }) => ({
    unit: { department, responsibilityUnit, initiatives },
    totals,
    nets,
  }));
  const unitOf = [
    [heads.label.department, ({ unit }: OfUnit) => written.text(unit.department)],
    [heads.label.responsibilityUnit, ({ unit }: OfUnit) => written.text(unit.responsibilityUnit)],
  ] as const;
  return [
    ...table(
      'units',
      units.flatMap(({ unit, totals }) => totals.map((total) => ({ unit, total }))),
      [...unitOf, [heads.label.initiatives, ({ unit }) => written.count(unit.initiatives)], ...totalColumns(reading)],
    ),
    ...table(
      'unitNets',
      units.flatMap(({ unit, nets }) => nets.map((total) => ({ unit, total }))),
      [...unitOf, ...netColumns(reading)],
    ),
  ];
}

function goalTables(reading: Reading): readonly ExpectedTable[] {
  const { statement, heads, written, table } = reading;
  const { goals = [] } = statement.organisation;
  const goalOf = [heads.label.goal, ({ goal }: { readonly goal: { readonly goal: string } }) => written.text(goal.goal)] as const;
  return [
    ...table(
      'goals',
      goals.flatMap((goal) => goal.totals.map((total) => ({ goal, total }))),
      [goalOf, [heads.label.initiatives, ({ goal }) => written.count(goal.initiatives.length)], ...totalColumns(reading)],
    ),
    ...table(
      'goalNets',
      goals.flatMap((goal) => goal.nets.map((total) => ({ goal, total }))),
      [goalOf, ...netColumns(reading)],
    ),
    ...table(
      'goalInitiatives',
      goals.flatMap((goal) => goal.initiatives.map((initiative) => ({ goal, initiative }))),
      [goalOf, [heads.label.initiative, ({ initiative }) => written.text(written.name(initiative))]],
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
