import type { BenefitSum, FigureRow, FiguresResponse, InitiativeSum, TypeSum } from '@hemtag/contracts';
import type { Column } from './columns.js';
import { csvText } from './csv.js';
import type { Rendering } from './rendering.js';
import { tableText } from './table.js';

const rowColumns: readonly Column<FigureRow>[] = [
  { header: 'month', cell: (row) => row.month },
  { header: 'initiative', cell: (row) => row.initiative },
  { header: 'benefit', cell: (row) => row.benefit },
  { header: 'estimated', cell: (row) => row.quantity.estimated, numeric: true },
  { header: 'actual', cell: (row) => row.quantity.actual, numeric: true },
  { header: 'counted', cell: (row) => row.quantity.counted, numeric: true },
  { header: 'unit', cell: (row) => row.quantity.unit },
  { header: 'estimated', cell: (row) => row.amount.estimated, numeric: true },
  { header: 'gross', cell: (row) => row.amount.gross, numeric: true },
  { header: 'adjusted', cell: (row) => row.amount.adjusted, numeric: true },
  { header: 'unit', cell: (row) => row.amount.unit },
  { header: 'hours', cell: (row) => row.hours?.gross, numeric: true },
  { header: 'rate', cell: (row) => row.rate, numeric: true },
  { header: 'complete', cell: (row) => (row.complete ? 'yes' : 'no') },
  { header: 'reason', cell: (row) => row.reason },
];

const benefitColumns: readonly Column<BenefitSum>[] = [
  { header: 'initiative', cell: (sum) => sum.initiative },
  { header: 'benefit', cell: (sum) => sum.benefit },
  { header: 'type', cell: (sum) => sum.type },
  { header: 'estimated', cell: (sum) => sum.quantity.estimated, numeric: true },
  { header: 'actual', cell: (sum) => sum.quantity.actual, numeric: true },
  { header: 'counted', cell: (sum) => sum.quantity.counted, numeric: true },
  { header: 'unit', cell: (sum) => sum.quantity.unit },
  { header: 'estimated', cell: (sum) => sum.amount.estimated, numeric: true },
  { header: 'gross', cell: (sum) => sum.amount.gross, numeric: true },
  { header: 'adjusted', cell: (sum) => sum.amount.adjusted, numeric: true },
  { header: 'unit', cell: (sum) => sum.amount.unit },
  { header: 'hours', cell: (sum) => sum.hours?.gross, numeric: true },
  { header: 'rate', cell: (sum) => sum.rate, numeric: true },
  { header: 'reason', cell: (sum) => sum.reason },
];

const outlookColumns: readonly Column<BenefitSum>[] = [
  { header: 'initiative', cell: (sum) => sum.initiative },
  { header: 'benefit', cell: (sum) => sum.benefit },
  { header: 'forecast', cell: (sum) => sum.forecast.amount, numeric: true },
  { header: 'method', cell: (sum) => sum.forecast.method },
  { header: 'plan', cell: (sum) => sum.forecast.plan, numeric: true },
  { header: 'variance', cell: (sum) => sum.variance?.total, numeric: true },
  { header: 'volume', cell: (sum) => sum.variance?.volume, numeric: true },
  { header: 'price', cell: (sum) => sum.variance?.price, numeric: true },
  { header: 'adjustment', cell: (sum) => sum.variance?.adjustment, numeric: true },
  { header: 'unit', cell: (sum) => sum.amount.unit },
];

const realColumns: readonly Column<FigureRow | BenefitSum>[] = [
  { header: 'real estimated', cell: (row) => row.amount.realEstimated, numeric: true },
  { header: 'real gross', cell: (row) => row.amount.realGross, numeric: true },
];

/** What people decided; shown as soon as there is any of it. */
const decidedColumns: readonly Column<FigureRow | BenefitSum>[] = [
  { header: 'confirmed', cell: (row) => row.amount.confirmed, numeric: true },
  { header: 'harvested', cell: (row) => row.amount.harvested, numeric: true },
  { header: 'as reported', cell: (row) => row.amount.asReported, numeric: true },
];
const periodColumns: readonly Column<FigureRow>[] = [
  { header: 'state', cell: (row) => row.state },
  { header: 'kind', cell: (row) => (row.originalMonth === undefined ? row.kind : `${row.kind} ${row.originalMonth}`) },
  ...decidedColumns,
];
const harvestColumns: readonly Column<BenefitSum>[] = [...decidedColumns, { header: 'harvest rate', cell: (sum) => sum.harvestRate, numeric: true }];

const isDecided = ({ figures, benefits }: FiguresResponse): boolean =>
  figures.some(({ state, kind }) => state !== 'OPEN' || kind !== 'ORIGINAL') ||
  [...figures, ...benefits].some(({ amount }) => (amount.confirmed ?? amount.harvested ?? amount.asReported) !== null);

const initiativeColumns: readonly Column<InitiativeSum>[] = [
  { header: 'initiative', cell: (sum) => sum.initiative },
  { header: 'running cost', cell: (sum) => sum.runningCost, numeric: true },
  { header: 'one-off cost', cell: (sum) => sum.oneOffCost, numeric: true },
  { header: 'net', cell: (sum) => sum.net, numeric: true },
  { header: 'cumulative net', cell: (sum) => sum.cumulativeNet, numeric: true },
  { header: 'currency', cell: (sum) => sum.currency },
  { header: 'warnings', cell: (sum) => sum.warnings.join(' ') },
];

const typeColumns: readonly Column<TypeSum & { readonly initiative: string }>[] = [
  { header: 'initiative', cell: (sum) => sum.initiative },
  { header: 'type', cell: (sum) => sum.type },
  { header: 'gross', cell: (sum) => sum.gross, numeric: true },
  { header: 'adjusted', cell: (sum) => sum.adjusted, numeric: true },
  { header: 'unit', cell: (sum) => sum.unit },
];

const csvColumns = (tenant: string): readonly Column<FigureRow>[] => [
  { header: 'tenant', cell: () => tenant },
  ...(['id', 'kind', 'initiative', 'benefit', 'type', 'evidence', 'month', 'state'] as const).map((name) => ({
    header: name,
    cell: (row: FigureRow) => row[name],
  })),
  ...(['unit', 'estimated', 'low', 'high', 'actual', 'counted', 'excess'] as const).map((name) => ({
    header: `quantity.${name}`,
    cell: (row: FigureRow) => row.quantity[name],
  })),
  ...(['unit', 'estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'asReported', 'realGross', 'realEstimated'] as const).map((name) => ({
    header: `amount.${name}`,
    cell: (row: FigureRow) => row.amount[name],
  })),
  ...(['gross', 'adjusted', 'unclaimed', 'fte'] as const).map((name) => ({ header: `hours.${name}`, cell: (row: FigureRow) => row.hours?.[name] })),
  ...(['potential', 'share'] as const).map((name) => ({ header: `adoption.${name}`, cell: (row: FigureRow) => row.adoption?.[name] })),
  ...(['rate', 'complete', 'reason', 'originalMonth'] as const).map((name) => ({ header: name, cell: (row: FigureRow) => row[name] })),
  ...(['ofGross', 'isCurrent', 'isReviewed'] as const).map((name) => ({
    header: `confirmation.${name}`,
    cell: (row: FigureRow) => row.confirmation?.[name],
  })),
];

const overlapLines = ({ initiative, overlaps = [] }: InitiativeSum): string[] =>
  overlaps.map(
    ({ benefit, with: other }) =>
      `OVERLAP: ${initiative}/${benefit} and ${other.initiative}/${other.benefit} can count the same usage; name one in disjointFrom of the other where that is meant.\n`,
  );

function figureTables(answer: FiguresResponse): string {
  const { tenant, from, to, figures, benefits, initiatives } = answer;
  const decided = isDecided(answer);
  const real = [...figures, ...benefits].some(({ amount }) => amount.realGross !== undefined) ? realColumns : [];
  const range = from === to ? from : `${from} to ${to}`;
  return [
    `${tenant}, ${range}\n\n`,
    tableText([...rowColumns, ...(decided ? periodColumns : []), ...real], figures),
    `\nBenefits, ${range}\n\n`,
    tableText([...benefitColumns, ...(decided ? harvestColumns : []), ...real], benefits),
    `\nForecast of ${to.slice(0, 4)}, variance of ${range}\n\n`,
    tableText(outlookColumns, benefits),
    `\nInitiatives, ${range}\n\n`,
    tableText(
      typeColumns,
      initiatives.flatMap(({ initiative, byType }) => byType.map((sum) => ({ ...sum, initiative }))),
    ),
    '\n',
    tableText(initiativeColumns, initiatives),
    ...initiatives.flatMap(overlapLines),
  ].join('');
}

/** Numbers are the texts that the server sent. JSON is its answer, character by character. */
export function figuresRendering(figures: FiguresResponse, answer: string): Rendering {
  return {
    table: () => figureTables(figures),
    json: () => (answer.endsWith('\n') ? answer : `${answer}\n`),
    csv: () => csvText(csvColumns(figures.tenant), figures.figures),
  };
}
