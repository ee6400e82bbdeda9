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
  return tableOf<PointOf<CumulativeChart, CumulativeChart['points'][number]>>(wording, {
    caption: 'cumulative',
    isDetail: true,
    columns: [
      words('type', 2, ({ chart }) => cells.text(wording.words.types[chart.type])),
      words('unit', 1, ({ chart }) => cells.text(chart.unit)),
      words('month', 1, ({ point }) => cells.month(point.month)),
      number('estimated', 1.5, ({ point }) => cells.number(point.estimated)),
      number('low', 1.5, ({ point }) => cells.number(point.low)),
      number('high', 1.5, ({ point }) => cells.number(point.high)),
      number('realised', 1.5, ({ point }) => cells.number(point.realised)),
    ],
    lines: pointsOf(statement.charts.cumulative),
  });
}

function waterfallTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<WaterfallChart>(wording, {
    caption: 'waterfall',
    isDetail: true,
    columns: [
      words('type', 2, ({ type }) => cells.text(wording.words.types[type])),
      words('unit', 1, ({ unit }) => cells.text(unit)),
      number('estimated', 1.5, (line) => cells.number(line.estimated)),
      number('volume', 1.5, (line) => cells.number(line.volume)),
      number('price', 1.5, (line) => cells.number(line.price)),
      number('adjustment', 1.5, (line) => cells.number(line.adjustment)),
      number('withoutEstimate', 1.5, (line) => cells.number(line.withoutEstimate)),
      number('notSplit', 1.5, (line) => cells.number(line.notSplit)),
      number('rounding', 1, (line) => cells.number(line.rounding)),
      number('realised', 1.5, (line) => cells.number(line.realised)),
    ],
    lines: statement.charts.waterfalls,
  });
}

function adoptionTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PointOf<AdoptionChart, AdoptionChart['points'][number]>>(wording, {
    caption: 'adoption',
    isDetail: true,
    columns: [
      words('initiative', 2, ({ chart }) => cells.name(chart.initiative)),
      words('benefit', 2, ({ chart }) => cells.name(chart.benefit)),
      words('quantityUnit', 1, ({ chart }) => cells.text(chart.unit)),
      words('month', 1, ({ point }) => cells.month(point.month)),
      number('actual', 1.5, ({ point }) => cells.number(point.actual)),
      number('potential', 1.5, ({ point }) => cells.number(point.potential)),
      number('share', 1, ({ point }) => cells.number(point.share)),
      number('breakEvenShare', 1, ({ chart }) => cells.number(chart.breakEvenShare)),
    ],
    lines: pointsOf(statement.charts.adoption),
  });
}

function paybackTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PointOf<PaybackChart, { readonly month: Month; readonly cumulativeNet: string }>>(wording, {
    caption: 'payback',
    isDetail: true,
    columns: [
      words('initiative', 2, ({ chart }) => cells.name(chart.initiative)),
      words('type', 2, ({ chart }) => cells.text(wording.words.types[chart.type])),
      words('currency', 1, ({ chart }) => cells.text(chart.currency)),
      number('oneOffCost', 1.5, ({ chart }) => cells.number(chart.oneOffCost)),
      number('paybackMonths', 1, ({ chart }) => cells.number(chart.paybackMonths)),
      words('month', 1, ({ point }) => cells.month(point.month)),
      number('cumulativeNet', 1.5, ({ point }) => cells.number(point.cumulativeNet)),
    ],
    lines: pointsOf(statement.charts.payback),
  });
}

function potentialTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<PotentialBar>(wording, {
    caption: 'potential',
    columns: [
      words('initiative', 2, ({ initiative }) => cells.name(initiative)),
      words('benefit', 2, ({ benefit }) => cells.name(benefit)),
      words('type', 1.7, ({ type }) => cells.text(wording.words.types[type])),
      words('unit', 0.9, ({ unit }) => cells.text(unit)),
      number('leftOfPlan', 1.5, ({ plan }) => cells.number(plan)),
      number('leftOfChannel', 1.5, ({ potential }) => cells.number(potential)),
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
