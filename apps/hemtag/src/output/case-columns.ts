import type { CaseMember, CasePlanLine, CaseReason, CaseResponse, CaseYear } from '@hemtag/contracts';
import type { Column } from './columns.js';
import { csvText } from './csv.js';
import type { Rendering } from './rendering.js';
import { tableText } from './table.js';

interface Line {
  readonly what: string;
  readonly value: string | null;
  readonly unit: string;
  readonly why: string;
}

const WHY: Readonly<Record<CaseReason, string>> = {
  NO_GO_LIVE: 'the initiative has no goLive, so no first year',
  NET_UNDEFINED: 'no single type of benefit carries the costs: set netOf',
  NO_ESTIMATE: 'no benefit that carries the costs has an estimate',
  NO_BASELINE: 'no benefit that carries the costs has a baseline',
  NO_AMOUNT: "an amount is not known in the initiative's currency",
  NO_COST: 'there are no costs to compare with',
  NO_BREAK_EVEN: 'a unit gives nothing, whatever its number',
  NOT_PAID_BACK: 'not paid back',
};

const lineColumns: readonly Column<Line>[] = [
  { header: 'business case', cell: ({ what }) => what },
  { header: 'value', cell: ({ value }) => value, numeric: true },
  { header: 'unit', cell: ({ unit }) => unit },
  { header: 'why not', cell: ({ why }) => why },
];

const yearColumns: readonly Column<CaseYear>[] = [
  { header: 'year', cell: ({ year }) => year, numeric: true },
  { header: 'from', cell: ({ from }) => from },
  { header: 'to', cell: ({ to }) => to },
  { header: 'benefit', cell: ({ benefit }) => benefit, numeric: true },
  { header: 'running cost', cell: ({ runningCost }) => runningCost, numeric: true },
  { header: 'net', cell: ({ net }) => net, numeric: true },
  { header: 'cumulative', cell: ({ cumulative }) => cumulative, numeric: true },
];

const planColumns: readonly Column<CasePlanLine>[] = [
  { header: 'benefit', cell: ({ benefit }) => benefit },
  { header: 'plan line', cell: ({ name }) => name },
  { header: 'budget year', cell: ({ budgetYear }) => budgetYear, numeric: true },
  { header: 'planned', cell: ({ plannedAmount }) => plannedAmount, numeric: true },
  { header: 'on', cell: ({ plannedDate }) => plannedDate },
  { header: 'measure', cell: ({ measure }) => measure },
  { header: 'decision', cell: ({ decisionRef }) => decisionRef },
];

function linesOf(of: CaseResponse): Line[] {
  const line = (member: CaseMember, what: string, unit: string): Line => {
    const reason = of.reasons[member];
    return { what, value: of[member], unit, why: reason === undefined ? '' : `${reason}: ${WHY[reason]}` };
  };
  const { currency } = of;
  return [
    line('npv', `net present value at ${of.discountRate} %`, currency),
    line('roi', 'return on investment, undiscounted', '%'),
    line('bcr', 'benefit-cost ratio', ''),
    line('paybackMonths', 'payback, estimated', 'months'),
    line('realisedPaybackMonths', 'payback, realised', 'months'),
    line('breakEvenShare', 'break-even digital share', '%'),
    line('costOfDelayPerMonth', 'cost of delay a month', currency),
    ...(of.inaction?.perYear ?? []).map((value, index) => ({ what: `cost of inaction, year ${index + 1}`, value, unit: currency, why: '' })),
    ...(of.inaction === null ? [] : [{ what: 'cost of inaction, extra', value: of.inaction.extra, unit: currency, why: '' }]),
  ];
}

function caseTables(of: CaseResponse): string {
  const head = [of.tenant, of.initiative, of.type, `${of.years} years`].filter((part) => part !== null).join(', ');
  return [
    `${head}\n\n`,
    tableText(lineColumns, linesOf(of)),
    ...(of.startCost === null ? [] : [`\nYears from the go-live, after ${of.startCost} ${of.currency} at the start\n\n`, tableText(yearColumns, of.flows)]),
    ...(of.plan.length === 0 ? [] : ['\nPlan\n\n', tableText(planColumns, of.plan)]),
    ...(of.warnings.length === 0 ? [] : [`\nwarnings: ${of.warnings.join(' ')}\n`]),
  ].join('');
}

/** Numbers are the texts that the server sent. JSON is its answer, character by character; CSV has the years. */
export function caseRendering(of: CaseResponse, answer: string): Rendering {
  return {
    table: () => caseTables(of),
    json: () => (answer.endsWith('\n') ? answer : `${answer}\n`),
    csv: () =>
      csvText(
        [
          { header: 'tenant', cell: () => of.tenant },
          { header: 'initiative', cell: () => of.initiative },
          ...yearColumns,
          { header: 'currency', cell: () => of.currency },
        ],
        of.flows,
      ),
  };
}
