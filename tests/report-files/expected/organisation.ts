import type { OrganisationUnit, PlanLine } from '@hemtag/statements';
import type { ExpectedSection } from './expected-table.js';
import type { Reading } from './reading.js';

/** 4. */
export function organisation({ statement, heads, words, written, table, type }: Reading): ExpectedSection {
  const { label, yearOf } = heads;
  const { number, text, count, day } = written;
  const { planLines, plans } = statement.organisation;
  // A unit whose initiatives have no amount yet has no line.
  const units = statement.organisation.units.map(({ department, responsibilityUnit, initiatives, totals, nets }) => ({
    unit: { department, responsibilityUnit, initiatives },
    totals,
    nets,
  }));
  const unitOf = [
    [label.department, ({ unit }: { readonly unit: Pick<OrganisationUnit, 'department' | 'responsibilityUnit'> }) => text(unit.department)],
    [label.responsibilityUnit, ({ unit }: { readonly unit: Pick<OrganisationUnit, 'department' | 'responsibilityUnit'> }) => text(unit.responsibilityUnit)],
  ] as const;
  return {
    heading: words.sections.organisation,
    sentences: [],
    tables: [
      ...table(
        'units',
        units.flatMap(({ unit, totals }) => totals.map((total) => ({ unit, total }))),
        [
          ...unitOf,
          [label.initiatives, ({ unit }) => count(unit.initiatives)],
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
        ],
      ),
      ...table(
        'unitNets',
        units.flatMap(({ unit, nets }) => nets.map((total) => ({ unit, total }))),
        [
          ...unitOf,
          [label.type, ({ total }) => type(total.type)],
          [label.currency, ({ total }) => text(total.currency)],
          [label.gross, ({ total }) => number(total.yearToDate.amounts.gross)],
          [label.runningCost, ({ total }) => number(total.yearToDate.amounts.runningCost)],
          [label.net, ({ total }) => number(total.yearToDate.amounts.net)],
          [label.oneOffCost, ({ total }) => number(total.oneOffCost)],
          [label.cumulativeNet, ({ total }) => number(total.cumulativeNet)],
        ],
      ),
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
