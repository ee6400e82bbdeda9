import { firstDay, formatAmount, lastDay, rational, sum, type Rational } from '@hemtag/kernel';
import type { HarvestFacts, InitiativeFacts, PlanLineFacts, StatementFacts } from './facts.js';
import type { Portfolio, PortfolioBenefit } from './portfolio.js';
import type { OrganisationGoal, OrganisationSection, OrganisationUnit, PlanLine, PlanStanding, PlanTotal } from './statement.js';
import { netTotals, typeTotals } from './totals.js';

/** Departments and cost centres in the order of their names, those without a name last. */
const unitKey = ({ department, responsibilityUnit }: { readonly department: string | null; readonly responsibilityUnit: string | null }): string =>
  JSON.stringify([department === null, department, responsibilityUnit === null, responsibilityUnit]);

function unitsOf({ facts, benefits, initiatives }: Portfolio): OrganisationUnit[] {
  const { currency } = facts.tenant;
  const byUnit = Map.groupBy(initiatives, ({ initiative }) => unitKey(initiative));
  const benefitsByUnit = Map.groupBy(benefits, ({ initiative }) => unitKey(initiative));
  return [...byUnit]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, of]) => {
      const [first] = of;
      if (first === undefined) return [];
      const { department, responsibilityUnit } = first.initiative;
      return [
        {
          department,
          responsibilityUnit,
          initiatives: of.length,
          totals: typeTotals(benefitsByUnit.get(key) ?? [], currency),
          nets: netTotals(of, currency),
        },
      ];
    });
}

function goalsOf({ facts, benefits, initiatives }: Portfolio): OrganisationGoal[] {
  const { currency } = facts.tenant;
  const goals = new Set(initiatives.flatMap(({ initiative }) => initiative.goals ?? []));
  return [...goals].sort().map((goal) => {
    const serves = ({ initiative }: { readonly initiative: InitiativeFacts }): boolean => initiative.goals?.includes(goal) ?? false;
    const of = initiatives.filter(serves);
    return { goal, initiatives: of.map(({ name }) => name), totals: typeTotals(benefits.filter(serves), currency), nets: netTotals(of, currency) };
  });
}

const harvestedOf = (harvests: readonly HarvestFacts[]): Rational => sum(harvests.map(({ amount }) => rational(amount)));

function standingOf({ plannedDate, plannedAmount }: PlanLineFacts, harvested: Rational, { period }: StatementFacts): PlanStanding {
  if (harvested.compare(rational(plannedAmount)) >= 0) return 'DONE';
  if (plannedDate > lastDay(period.to)) return 'LATER';
  return plannedDate < firstDay(period.from) ? 'LATE' : 'DUE';
}

/** What is no line of the plan any more was harvested all the same, and stays in the benefit's own amounts. */
function planLine({ names, initiative, yearToDate }: PortfolioBenefit, line: PlanLineFacts, facts: StatementFacts, own: readonly HarvestFacts[]): PlanLine {
  const { period } = facts;
  const upTo = own.filter(({ month }) => month <= period.to);
  const harvested = harvestedOf(upTo);
  return {
    ...names,
    name: line.name,
    measure: line.measure,
    responsibilityUnit: line.responsibilityUnit,
    budgetYear: line.budgetYear,
    decisionRef: line.decisionRef,
    plannedDate: line.plannedDate,
    unit: own[0]?.unit ?? yearToDate.amount.unit ?? initiative.currency,
    planned: formatAmount(rational(line.plannedAmount)),
    harvested: formatAmount(harvested),
    harvestedInPeriod: formatAmount(harvestedOf(upTo.filter(({ month }) => month >= period.from))),
    standing: standingOf(line, harvested, facts),
  };
}

function planTotals(lines: readonly PlanLine[]): PlanTotal[] {
  const total = (of: readonly PlanLine[], member: 'planned' | 'harvested' | 'harvestedInPeriod'): string =>
    formatAmount(sum(of.map((line) => rational(line[member]))));
  const count = (of: readonly PlanLine[], standing: PlanStanding): number => of.filter((line) => line.standing === standing).length;
  return [...Map.groupBy(lines, ({ unit }) => unit)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([unit, of]) => ({
      unit,
      lines: of.length,
      planned: total(of, 'planned'),
      harvested: total(of, 'harvested'),
      harvestedInPeriod: total(of, 'harvestedInPeriod'),
      standings: { DONE: count(of, 'DONE'), DUE: count(of, 'DUE'), LATE: count(of, 'LATE'), LATER: count(of, 'LATER') },
    }));
}

/** 4. */
export function organisationOf(portfolio: Portfolio): OrganisationSection {
  const harvests = Map.groupBy(portfolio.facts.harvests, ({ line }) => line);
  const planLines = portfolio.benefits.flatMap((of) =>
    of.benefit.plan.map((line) => planLine(of, line, portfolio.facts, harvests.get(`${of.initiative.name}/${of.benefit.name}/${line.name}`) ?? [])),
  );
  const goals = goalsOf(portfolio);
  return {
    units: unitsOf(portfolio),
    ...(goals.length === 0 ? {} : { goals }),
    planLines: planLines.sort((a, b) => (a.plannedDate < b.plannedDate ? -1 : a.plannedDate > b.plannedDate ? 1 : 0)),
    plans: planTotals(planLines),
  };
}
