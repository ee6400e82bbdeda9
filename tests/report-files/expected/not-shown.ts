/** What a statement has and its files leave out on purpose, by the reason. All of it is in the JSON, which is archived beside them. */
const REASONS: readonly (readonly [why: string, members: readonly string[]])[] = [
  ['is for programs', ['schema', 'header.country', 'header.period.id', 'header.period.to', 'header.period.months[]', 'summary.totals[].isMoney', 'benefits.lines[].isMoney', 'organisation.units[].totals[].isMoney', 'organisation.goals[].totals[].isMoney']],
  ['names a figure for `hemtag explain`, which also takes the benefit and the month', ['benefits.lines[].figures[]', 'deviations.lines[].figure', 'corrections.adjustments[].figure']],
  ['counts lines that are shown', ['summary.totals[].benefits', 'summary.nets[].initiatives', 'organisation.units[].totals[].benefits', 'organisation.units[].nets[].initiatives', 'organisation.goals[].totals[].benefits', 'organisation.goals[].nets[].initiatives', 'organisation.plans[].lines', 'organisation.plans[].standings.DONE', 'organisation.plans[].standings.DUE', 'organisation.plans[].standings.LATE', 'organisation.plans[].standings.LATER', 'delay.waitingTotals[].initiatives', 'corrections.totals[].lines']],
  ['what closed months were reported with stands in section 9, line by line', ['summary.totals[].period.amounts.asReported', 'summary.totals[].period.rounding.asReported', 'summary.totals[].yearToDate.amounts.asReported', 'summary.totals[].yearToDate.rounding.asReported', 'benefits.lines[].period.asReported', 'benefits.lines[].yearToDate.asReported']],
  ['stands in section 3 with the benefit', ['summary.deviations[].type', 'deviations.lines[].type']],
  ['stands in section 4, whose tables are by it', ['benefits.lines[].department', 'benefits.lines[].responsibilityUnit', 'benefits.initiatives[].department', 'benefits.initiatives[].responsibilityUnit']],
  ['stands in section 5', ['benefits.lines[].adoption', 'benefits.lines[].adoption.potential', 'benefits.lines[].adoption.share', 'benefits.lines[].unrealised.plan', 'benefits.lines[].unrealised.potential']],
  ['stands in section 6', ['benefits.lines[].hours', 'benefits.lines[].hours.gross', 'benefits.lines[].hours.adjusted', 'benefits.lines[].hours.unclaimed', 'benefits.lines[].hours.fte']],
  ['stands in section 3: the line of the same benefit has it', ['beyondMoney.native[].period.confirmed', 'beyondMoney.native[].period.harvested', 'beyondMoney.native[].period.asReported', 'beyondMoney.native[].period.rate', 'beyondMoney.native[].yearToDate.confirmed', 'beyondMoney.native[].yearToDate.harvested', 'beyondMoney.native[].yearToDate.asReported', 'beyondMoney.native[].yearToDate.rate']],
  ['is counted + above the cap, which are shown', ['benefits.lines[].quantity.actual']],
  ['the band is shown in money, in section 5', ['benefits.lines[].quantity.low', 'benefits.lines[].quantity.high', 'benefits.lines[].yearToDateQuantity.low', 'benefits.lines[].yearToDateQuantity.high']],
  ['volumes are shown of the period', ['benefits.lines[].yearToDateQuantity.estimated', 'benefits.lines[].yearToDateQuantity.actual', 'benefits.lines[].yearToDateQuantity.counted', 'benefits.lines[].yearToDateQuantity.excess']],
  ['section 2 names the method of each sum', ['benefits.lines[].forecast.method']],
  ['both amounts of it are shown', ['benefits.lines[].harvestRate', 'deviations.lines[].isCurrent']],
  ['only sums may be called a saving on paper', ['benefits.lines[].calledSaving', 'benefits.lines[].calledSaving.period', 'benefits.lines[].calledSaving.yearToDate']],
  ['is part of being preliminary, which is shown', ['benefits.lines[].isComplete', 'benefits.initiatives[].isComplete']],
  ['stands in section 11', ['benefits.lines[].confirmation.reviewedBy', 'benefits.lines[].confirmation.reviewedAt']],
  ['is the step APPROVED of the same month in section 11', ['signOff.snapshots[].approvedAt']],
  ['follows from the day that is shown', ['deviations.lines[].isDue']],
  ['before and after are shown', ['corrections.parameterChanges[].changes[].change']],
  ['stands in section 1 of this version and of the one that it replaces', ['corrections.changes.state', 'corrections.changes.state.from', 'corrections.changes.state.to', 'corrections.changes.fromVersion', 'corrections.changes.toVersion', 'corrections.changes.parameterSetChanged']],
  ['the amounts that it makes are shown, before and after', ['corrections.changes.benefits[].counted.from', 'corrections.changes.benefits[].counted.to']],
  ['section 4 has of a department or goal what paper has columns for', ['units', 'goals'].flatMap((by) => [
    ...['confirmed', 'harvested', 'asReported'].map((of) => `organisation.${by}[].totals[].period.amounts.${of}`),
    ...['confirmed', 'asReported'].map((of) => `organisation.${by}[].totals[].yearToDate.amounts.${of}`),
    ...['amount', 'plan', 'without', 'method', 'rounding.amount', 'rounding.plan'].map((of) => `organisation.${by}[].totals[].forecast.${of}`),
    ...['gross', 'runningCost', 'net'].map((of) => `organisation.${by}[].nets[].period.amounts.${of}`),
    ...['harvestRate', 'withoutEstimate', 'calledSaving', 'calledSaving.period', 'calledSaving.yearToDate'].map((of) => `organisation.${by}[].totals[].${of}`),
    `organisation.${by}[].nets[].withoutRunningCost`,
  ])],
  ['rounding stands below the lines that a total is of; those of a department or goal are in section 3', ['units', 'goals'].flatMap((by) => [
    ...['period', 'yearToDate'].flatMap((range) => ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'asReported'].map((of) => `organisation.${by}[].totals[].${range}.rounding.${of}`)),
    ...['period', 'yearToDate'].flatMap((range) => ['gross', 'runningCost', 'net'].map((of) => `organisation.${by}[].nets[].${range}.rounding.${of}`)),
    `organisation.${by}[].nets[].rounding.oneOffCost`, `organisation.${by}[].nets[].rounding.cumulativeNet`,
  ])],
]; // prettier-ignore

/** The reason by the member, whose name is its way through the statement. */
export const NOT_SHOWN: Readonly<Record<string, string>> = Object.fromEntries(REASONS.flatMap(([why, members]) => members.map((member) => [member, why])));
