import { element } from '../markup.js';
import { CHART_HEIGHT, chartColours, LABEL_ADVANCE, type Chart } from './chart.js';
import { finishChart, label, line, plotOf, uprightAxis, type ChartWords, type Plot } from './frame.js';
import { coordinate } from './scale.js';

/** One line over the months; null where there is nothing to say, which leaves a gap. */
export interface Series {
  readonly label: string;
  readonly values: readonly (number | null)[];
  readonly colour: string;
  readonly dashed?: boolean;
  /** Filled circles at the points, so that the line is found without its colour. */
  readonly marked?: boolean;
}

export interface Band {
  readonly label: string;
  readonly low: readonly (number | null)[];
  readonly high: readonly (number | null)[];
}

/** A level that something is read against, such as the share at which the costs are covered. */
export interface Level {
  readonly label: string;
  readonly value: number;
}

export interface LineChartData {
  /** The names under the axis, one for each value of a series. */
  readonly months: readonly string[];
  readonly series: readonly Series[];
  readonly band?: Band;
  readonly level?: Level;
}

const isNumber = (value: number | null | undefined): value is number => value !== null && value !== undefined;
type Point = readonly [x: number, y: number];

/** Neighbouring months with a value belong together; a month without one ends the stretch. */
function stretches(values: readonly (number | null)[], place: (month: number, value: number) => Point): readonly (readonly Point[])[] {
  const all: Point[][] = [];
  let open: Point[] | undefined;
  values.forEach((value, month) => {
    if (!isNumber(value)) open = undefined;
    else if (open) open.push(place(month, value));
    else all.push((open = [place(month, value)]));
  });
  return all;
}

const path = (points: readonly Point[]): string => points.map(([x, y], at) => `${at === 0 ? 'M' : 'L'}${coordinate(x)} ${coordinate(y)}`).join('');

function drawBand(band: Band, place: (month: number, value: number) => Point): string {
  const both = band.low.map((low, month) => (isNumber(low) && isNumber(band.high[month]) ? low : null));
  const upper = stretches(
    both.map((low, month) => (isNumber(low) ? (band.high[month] ?? null) : null)),
    place,
  );
  return stretches(both, place)
    .map((lower, at) => element('path', { d: `${path([...(upper[at] ?? []), ...lower.toReversed()])}Z`, fill: chartColours.band, 'fill-opacity': 0.35 }))
    .join('');
}

const dash = (series: { readonly dashed?: boolean }): Readonly<Record<string, string>> => (series.dashed ? { 'stroke-dasharray': '5 3' } : {});

function drawSeries(series: Series, place: (month: number, value: number) => Point): string {
  return stretches(series.values, place)
    .map((points) => {
      const drawn =
        points.length > 1
          ? element('path', { d: path(points), fill: 'none', stroke: series.colour, 'stroke-width': series.marked ? 2 : 1.4, ...dash(series) })
          : '';
      const marks = series.marked || points.length === 1 ? points : [];
      return drawn + marks.map(([x, y]) => element('circle', { cx: coordinate(x), cy: coordinate(y), r: 2.4, fill: series.colour })).join('');
    })
    .join('');
}

function drawMonths(months: readonly string[], plot: Plot, place: (month: number, value: number) => Point): string {
  // Where the names would touch, only every second, third … is written, counted from the first.
  const room = (plot.right - plot.left) / Math.max(1, months.length);
  const longest = Math.max(1, ...months.map((month) => month.length)) * LABEL_ADVANCE + 4;
  const every = Math.max(1, Math.ceil(longest / room));
  return months
    .map((month, at) => (at % every === 0 ? label(month, { x: coordinate(place(at, 0)[0]), y: coordinate(plot.bottom + 14), 'text-anchor': 'middle' }) : ''))
    .join('');
}

function drawLegend(data: LineChartData): string {
  let x = 6;
  const entry = (text: string, sample: (x: number) => string): string => {
    const drawn = sample(x) + label(text, { x: coordinate(x + 24), y: 12 });
    x += 24 + text.length * LABEL_ADVANCE + 16;
    return drawn;
  };
  const lines = data.series.map((series) =>
    entry(
      series.label,
      (from) =>
        line(from, 9, from + 19, 9, { stroke: series.colour, 'stroke-width': series.marked ? 2 : 1.4, ...dash(series) }) +
        (series.marked ? element('circle', { cx: coordinate(from + 9.5), cy: 9, r: 2.4, fill: series.colour }) : ''),
    ),
  );
  const { band, level } = data;
  if (band) lines.push(entry(band.label, (from) => element('rect', { x: from, y: 5, width: 19, height: 8, fill: chartColours.band, 'fill-opacity': 0.35 })));
  if (level)
    lines.push(entry(level.label, (from) => line(from, 9, from + 19, 9, { stroke: chartColours.reference, 'stroke-width': 1.4, 'stroke-dasharray': '1.5 2' })));
  return lines.join('');
}

/** Months from left to right: cumulative realised against the estimate with its band, adoption with its break-even share, payback. */
export function lineChart(data: LineChartData, words: ChartWords): Chart {
  const values = [...data.series.flatMap((series) => series.values), ...(data.band?.low ?? []), ...(data.band?.high ?? []), data.level?.value].filter(isNumber);
  const plot = plotOf(values, words, CHART_HEIGHT - 24);
  const room = (plot.right - plot.left) / Math.max(1, data.months.length);
  const place = (month: number, value: number): Point => [plot.left + room * (month + 0.5), plot.scale.position(value)];
  const body = [
    drawLegend(data),
    uprightAxis(plot, words),
    data.band ? drawBand(data.band, place) : '',
    data.level ? line(plot.left, plot.scale.position(data.level.value), plot.right, plot.scale.position(data.level.value), levelStroke) : '',
    ...data.series.map((series) => drawSeries(series, place)),
    drawMonths(data.months, plot, place),
  ];
  return finishChart(words, body.join(''));
}

const levelStroke = { stroke: chartColours.reference, 'stroke-width': 1.4, 'stroke-dasharray': '1.5 2' } as const;
