import type { AdoptionChart, CumulativeChart, PaybackChart, PotentialBar, WaterfallChart } from '@hemtag/statements';
import type { Month } from '@hemtag/kernel';
import type { Block, DocumentTable } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import { drawAdoption, drawCumulative, drawPayback, drawWaterfall } from './drawn-charts.js';
import { orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

/** Charts of single benefits and initiatives; more than these nobody looks through, and the tables have them all. */
const DRAWN = 6;

interface PointOf<Chart, Point> {
  readonly chart: Chart;
  readonly point: Point;
}
const pointsOf = <Point, Chart extends { readonly points: readonly Point[] }>(charts: readonly Chart[]): readonly PointOf<Chart, Point>[] =>
  charts.flatMap((chart) => chart.points.map((point) => ({ chart, point })));

function cumulativeTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PointOf<CumulativeChart, CumulativeChart['points'][number]>>(wording.phrases, {
    caption: 'cumulative',
    isDetail: true,
    columns: [
      words('type', 2, ({ chart }) => cells.text(wording.type(chart.type))),
      words('unit', 1, ({ chart }) => cells.text(chart.unit)),
      words('month', 1, ({ point }) => cells.month(point.month)),
      number('estimated', 1.5, ({ point }) => cells.amount(point.estimated)),
      number('low', 1.5, ({ point }) => cells.amount(point.low)),
      number('high', 1.5, ({ point }) => cells.amount(point.high)),
      number('realised', 1.5, ({ point }) => cells.amount(point.realised)),
    ],
    lines: pointsOf(statement.charts.cumulative),
  });
}

function waterfallTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<WaterfallChart>(wording.phrases, {
    caption: 'waterfall',
    isDetail: true,
    columns: [
      words('type', 2, ({ type }) => cells.text(wording.type(type))),
      words('unit', 1, ({ unit }) => cells.text(unit)),
      number('estimated', 1.5, (line) => cells.amount(line.estimated)),
      number('volume', 1.5, (line) => cells.amount(line.volume)),
      number('price', 1.5, (line) => cells.amount(line.price)),
      number('adjustment', 1.5, (line) => cells.amount(line.adjustment)),
      number('withoutEstimate', 1.5, (line) => cells.amount(line.withoutEstimate)),
      number('notSplit', 1.5, (line) => cells.amount(line.notSplit)),
      number('rounding', 1, (line) => cells.amount(line.rounding)),
      number('realised', 1.5, (line) => cells.amount(line.realised)),
    ],
    lines: statement.charts.waterfalls,
  });
}

function adoptionTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PointOf<AdoptionChart, AdoptionChart['points'][number]>>(wording.phrases, {
    caption: 'adoption',
    isDetail: true,
    columns: [
      words('initiative', 2, ({ chart }) => cells.name(chart.initiative)),
      words('benefit', 2, ({ chart }) => cells.name(chart.benefit)),
      words('quantityUnit', 1, ({ chart }) => cells.text(chart.unit)),
      words('month', 1, ({ point }) => cells.month(point.month)),
      number('actual', 1.5, ({ point }) => cells.quantity(point.actual)),
      number('potential', 1.5, ({ point }) => cells.quantity(point.potential)),
      number('share', 1, ({ point }) => cells.amount(point.share)),
      number('breakEven', 1, ({ chart }) => cells.amount(chart.breakEvenShare)),
    ],
    lines: pointsOf(statement.charts.adoption),
  });
}

function paybackTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PointOf<PaybackChart, { readonly month: Month; readonly cumulativeNet: string }>>(wording.phrases, {
    caption: 'payback',
    isDetail: true,
    columns: [
      words('initiative', 2, ({ chart }) => cells.name(chart.initiative)),
      words('type', 2, ({ chart }) => cells.text(wording.type(chart.type))),
      words('currency', 1, ({ chart }) => cells.text(chart.currency)),
      number('oneOffCost', 1.5, ({ chart }) => cells.amount(chart.oneOffCost)),
      number('payback', 1, ({ chart }) => cells.amount(chart.paybackMonths)),
      words('month', 1, ({ point }) => cells.month(point.month)),
      number('cumulativeNet', 1.5, ({ point }) => cells.amount(point.cumulativeNet)),
    ],
    lines: pointsOf(statement.charts.payback),
  });
}

function potentialTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PotentialBar>(wording.phrases, {
    caption: 'potential',
    columns: [
      words('initiative', 2, ({ initiative }) => cells.name(initiative)),
      words('benefit', 2, ({ benefit }) => cells.name(benefit)),
      words('type', 1.7, ({ type }) => cells.text(wording.type(type))),
      words('unit', 0.9, ({ unit }) => cells.text(unit)),
      number('leftOfPlan', 1.5, ({ plan }) => cells.amount(plan)),
      number('leftOfChannel', 1.5, ({ potential }) => cells.amount(potential)),
    ],
    lines: statement.charts.potential,
  });
}

/** The largest of them, in their order. */
function largest<Item>(items: readonly Item[], size: (item: Item) => number): readonly Item[] {
  const chosen = new Set([...items].sort((a, b) => size(b) - size(a)).slice(0, DRAWN));
  return items.filter((item) => chosen.has(item));
}

/** 5. The same figures to look at; each chart is told in words too. */
export function chartsSection(context: SectionContext): readonly Block[] {
  const { statement, wording } = context;
  const { cumulative, waterfalls, adoption, payback } = statement.charts;
  const lastOf = (values: readonly (string | null | undefined)[]): number =>
    Math.abs(Number(values.findLast((value) => value !== null && value !== undefined) ?? 0));
  const adoptions = largest(adoption, ({ points }) => lastOf(points.map(({ potential }) => potential)));
  const paybacks = largest(payback, ({ points }) => lastOf(points.map(({ cumulativeNet }) => cumulativeNet)));
  const limited = (shown: number, all: number): readonly Block[] => (shown < all ? [paragraph(wording.phrases.chartsShownOf(shown, all))] : []);
  return [
    ...cumulative.flatMap((chart, at) => drawCumulative(chart, `cumulative-${at + 1}`, context)),
    ...whereAny(cumulativeTable(context)),
    ...waterfalls.flatMap((chart, at) => drawWaterfall(chart, `waterfall-${at + 1}`, context)),
    ...whereAny(waterfallTable(context)),
    ...adoptions.flatMap((chart, at) => drawAdoption(chart, `adoption-${at + 1}`, context)),
    ...limited(adoptions.length, adoption.length),
    ...whereAny(adoptionTable(context)),
    ...paybacks.flatMap((chart, at) => drawPayback(chart, `payback-${at + 1}`, context)),
    ...limited(paybacks.length, payback.length),
    ...whereAny(paybackTable(context)),
    orElse(potentialTable(context), wording.phrases.texts.noLines),
  ];
}
