import type { Name, NetTotal, OrganisationGoal, OrganisationUnit, PlanLine, TypeTotal } from '@hemtag/statements';
import type { Block, DocumentTable } from '../report-document.js';
import { number, tableOf, words, type ColumnOf } from '../table-of.js';
import { orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

interface UnitLine<Total> {
  readonly unit: OrganisationUnit;
  readonly total: Total;
}
interface GoalLine<Total> {
  readonly goal: OrganisationGoal;
  readonly total: Total;
}

/** A total by type and unit, of whatever the columns before it name. */
const typeColumns = ({ cells, wording }: SectionContext): readonly ColumnOf<{ readonly total: TypeTotal }>[] => [
  words('type', 1.8, ({ total }) => cells.text(wording.words.types[total.type])),
  words('unit', 0.8, ({ total }) => cells.text(total.unit)),
  number('estimated', 1.5, ({ total }) => cells.number(total.period.amounts.estimated)),
  number('gross', 1.5, ({ total }) => cells.number(total.period.amounts.gross)),
  number('adjusted', 1.5, ({ total }) => cells.number(total.period.amounts.adjusted)),
  number('rate', 1.65, ({ total }) => cells.number(total.period.amounts.rate)),
  number('estimatedYear', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.estimated)),
  number('grossYear', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.gross)),
  number('adjustedYear', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.adjusted)),
  number('rateYear', 1.65, ({ total }) => cells.number(total.yearToDate.amounts.rate)),
  number('harvestedYear', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.harvested)),
];
const netColumns = ({ cells, wording }: SectionContext): readonly ColumnOf<{ readonly total: NetTotal }>[] => [
  words('type', 1.8, ({ total }) => cells.text(wording.words.types[total.type])),
  words('currency', 0.8, ({ total }) => cells.text(total.currency)),
  number('gross', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.gross)),
  number('runningCost', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.runningCost)),
  number('net', 1.5, ({ total }) => cells.number(total.yearToDate.amounts.net)),
  number('oneOffCost', 1.5, ({ total }) => cells.number(total.oneOffCost)),
  number('cumulativeNet', 1.5, ({ total }) => cells.number(total.cumulativeNet)),
];

function unitTable(context: SectionContext): DocumentTable {
  const { cells, statement, wording } = context;
  return tableOf<UnitLine<TypeTotal>>(wording, {
    caption: 'units',
    columns: [
      words('department', 2.4, ({ unit }) => cells.text(unit.department)),
      words('responsibilityUnit', 1.3, ({ unit }) => cells.text(unit.responsibilityUnit)),
      number('initiatives', 0.9, ({ unit }) => cells.count(unit.initiatives)),
      ...typeColumns(context),
    ],
    lines: statement.organisation.units.flatMap((unit) => unit.totals.map((total) => ({ unit, total }))),
  });
}

function unitNetTable(context: SectionContext): DocumentTable {
  const { cells, statement, wording } = context;
  return tableOf<UnitLine<NetTotal>>(wording, {
    caption: 'unitNets',
    columns: [
      words('department', 2.4, ({ unit }) => cells.text(unit.department)),
      words('responsibilityUnit', 1.3, ({ unit }) => cells.text(unit.responsibilityUnit)),
      ...netColumns(context),
    ],
    lines: statement.organisation.units.flatMap((unit) => unit.nets.map((total) => ({ unit, total }))),
  });
}

function goalTable(context: SectionContext, goals: readonly OrganisationGoal[]): DocumentTable {
  const { cells, wording } = context;
  return tableOf<GoalLine<TypeTotal>>(wording, {
    caption: 'goals',
    columns: [
      words('goal', 3.7, ({ goal }) => cells.text(goal.goal)),
      number('initiatives', 0.9, ({ goal }) => cells.count(goal.initiatives.length)),
      ...typeColumns(context),
    ],
    lines: goals.flatMap((goal) => goal.totals.map((total) => ({ goal, total }))),
  });
}

function goalNetTable(context: SectionContext, goals: readonly OrganisationGoal[]): DocumentTable {
  return tableOf<GoalLine<NetTotal>>(context.wording, {
    caption: 'goalNets',
    columns: [words('goal', 3.7, ({ goal }) => context.cells.text(goal.goal)), ...netColumns(context)],
    lines: goals.flatMap((goal) => goal.nets.map((total) => ({ goal, total }))),
  });
}

function goalInitiativeTable({ cells, wording }: SectionContext, goals: readonly OrganisationGoal[]): DocumentTable {
  return tableOf<{ readonly goal: string; readonly initiative: Name }>(wording, {
    caption: 'goalInitiatives',
    columns: [words('goal', 3.7, ({ goal }) => cells.text(goal)), words('initiative', 3.7, ({ initiative }) => cells.name(initiative))],
    lines: goals.flatMap(({ goal, initiatives }) => initiatives.map((initiative) => ({ goal, initiative }))),
  });
}

/** An initiative may serve several goals, so the tables have no totals and say why. */
function goalBlocks(context: SectionContext): readonly Block[] {
  const { texts } = context.wording.phrases;
  const { goals } = context.statement.organisation;
  if (goals === undefined) return [paragraph(texts.noGoals)];
  return [
    ...whereAny(goalTable(context, goals)),
    paragraph(texts.goalRule),
    ...[goalNetTable(context, goals), goalInitiativeTable(context, goals)].flatMap(whereAny),
  ];
}

function planTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PlanLine>(wording, {
    caption: 'planLines',
    columns: [
      words('initiative', 2, ({ initiative }) => cells.name(initiative)),
      words('benefit', 2, ({ benefit }) => cells.name(benefit)),
      words('planLine', 1.7, ({ name }) => cells.text(name)),
      words('measure', 2, ({ measure }) => cells.text(measure)),
      words('responsibilityUnit', 1.1, ({ responsibilityUnit }) => cells.text(responsibilityUnit)),
      words('budgetYear', 0.8, ({ budgetYear }) => cells.year(budgetYear)),
      words('decisionRef', 1.4, ({ decisionRef }) => cells.text(decisionRef)),
      words('plannedDate', 1.2, ({ plannedDate }) => cells.day(plannedDate)),
      words('unit', 0.8, ({ unit }) => cells.text(unit)),
      number('planned', 1.5, ({ planned }) => cells.number(planned)),
      number('harvested', 1.5, ({ harvested }) => cells.number(harvested)),
      number('harvestedInPeriod', 1.5, ({ harvestedInPeriod }) => cells.number(harvestedInPeriod)),
      words('standing', 1.1, ({ standing }) => cells.text(wording.words.standings[standing])),
    ],
    lines: statement.organisation.planLines,
    totals: statement.organisation.plans.map((plan) => ({
      over: { unit: cells.text(plan.unit) },
      sums: { planned: cells.number(plan.planned), harvested: cells.number(plan.harvested), harvestedInPeriod: cells.number(plan.harvestedInPeriod) },
    })),
  });
}

/** 4. Who has the benefits in the organisation, and what was taken out of budgets against what was planned. */
export function organisationSection(context: SectionContext): readonly Block[] {
  const { texts } = context.wording.phrases;
  return [orElse(unitTable(context), texts.noLines), ...whereAny(unitNetTable(context)), ...goalBlocks(context), orElse(planTable(context), texts.noPlanLines)];
}
