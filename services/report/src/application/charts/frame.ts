import { element, escapeMarkup } from '../markup.js';
import { CHART_FONT, CHART_HEIGHT, CHART_WIDTH, chartColours, LABEL_ADVANCE, LABEL_SIZE, type Chart } from './chart.js';
import { coordinate, linearScale, type Scale } from './scale.js';

/** What every chart needs beside its data. */
export interface ChartWords {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Unit of the upright axis, such as SEK or %. */
  readonly unit: string;
  /** A number as the reader's language writes it. */
  number(value: number, decimals: number): string;
}

export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly scale: Scale;
}

export const label = (text: string, attributes: Readonly<Record<string, string | number>>): string =>
  element('text', { 'font-family': CHART_FONT, 'font-size': LABEL_SIZE, fill: chartColours.ink, ...attributes }, escapeMarkup(text));

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Readonly<Record<string, string | number>>): string =>
  element('line', { x1: coordinate(x1), y1: coordinate(y1), x2: coordinate(x2), y2: coordinate(y2), ...attributes });

/** The plot area and its upright axis; the left margin is as wide as the longest tick needs. */
export function plotOf(values: readonly number[], words: ChartWords, bottom: number): Plot {
  const top = 34;
  const scale = linearScale(values, bottom, top);
  const longest = Math.max(...scale.ticks.map((tick) => words.number(tick, scale.decimals).length));
  return { left: Math.round(longest * LABEL_ADVANCE) + 12, right: CHART_WIDTH - 14, top, bottom, scale };
}

/** Grid lines with their numbers; zero is drawn darker, because signs are read from it. */
export function uprightAxis(plot: Plot, words: ChartWords): string {
  const parts = plot.scale.ticks.map((tick) => {
    const y = plot.scale.position(tick);
    return (
      line(plot.left, y, plot.right, y, { stroke: tick === 0 ? chartColours.axis : chartColours.grid, 'stroke-width': tick === 0 ? 0.9 : 0.6 }) +
      label(words.number(tick, plot.scale.decimals), { x: coordinate(plot.left - 5), y: coordinate(y + 2.8), 'text-anchor': 'end' })
    );
  });
  return label(words.unit, { x: coordinate(plot.left - 5), y: coordinate(plot.top - 9), 'text-anchor': 'end' }) + parts.join('');
}

export function finishChart(words: ChartWords, body: string): Chart {
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${CHART_WIDTH} ${CHART_HEIGHT}`,
      width: CHART_WIDTH,
      height: CHART_HEIGHT,
      role: 'img',
      'aria-labelledby': `${words.id}-title ${words.id}-description`,
    },
    element('title', { id: `${words.id}-title` }, escapeMarkup(words.title)),
    element('desc', { id: `${words.id}-description` }, escapeMarkup(words.description)),
    body,
  );
  return { id: words.id, title: words.title, description: words.description, svg, width: CHART_WIDTH, height: CHART_HEIGHT };
}
