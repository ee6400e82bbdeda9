import type { MetricNameOf } from '@hemtag/metric-catalog';
import { STATUS_COLORS } from '../colors.js';
import type { Language, Texts } from '../languages.js';
import { bucketHeatmap, timeSeries } from '../panels/charts.js';
import type { Override, Panel, Step } from '../panels/panel.js';
import { number } from '../panels/tiles.js';
import { histogram, increase, promql, type PromExpression } from '../queries/promql.js';
import { promTarget, type PromTarget } from '../queries/targets.js';
import type { Unit } from '../units.js';
import type { Variable } from '../variables.js';
import type { BoardContent, Line } from './board.js';

export const PROMETHEUS: Variable = { kind: 'data-source', name: 'prom', plugin: 'prometheus' };

/** Operations look at the last hours, and again by themselves. */
export const LAST_HOURS: NonNullable<BoardContent['time']> = { from: 'now-6h', to: 'now', refresh: '30s' };

/** A line of a chart. A legend such as `{{partition}}` is filled from a label. */
export interface Series {
  readonly of: PromExpression;
  readonly legend: Texts;
}
interface Said {
  readonly title: Texts;
  readonly description: Texts;
  readonly unit: Unit;
  readonly decimals: number;
  /** In place of a value that Prometheus does not have. */
  readonly noValue?: Texts;
}
export interface Chart extends Said {
  readonly series: readonly [Series, ...Series[]];
  /** Drawn dashed: beyond it a promise is broken or an alert is near. */
  readonly limit?: number;
  readonly max?: number;
  /** 12 of 24 columns unless said. */
  readonly width?: number;
}
export interface Tile extends Said {
  readonly of: PromExpression;
  /** From here on somebody should look; from `act` on somebody has to act. */
  readonly watch: number;
  readonly act: number;
}
export interface Buckets extends Omit<Said, 'decimals'> {
  readonly of: MetricNameOf<'histogram'>;
}

const NO_DATA: Texts = { sv: 'inga mätvärden', en: 'no data' };
const CHART_WIDTH = 12;
const CHART_HEIGHT = 8;
const TILE_SIZE = { w: 3, h: 4 };
const FULL_WIDTH = 24;

const refId = (index: number): string => String.fromCharCode('A'.charCodeAt(0) + index);
const target = ({ of, legend }: Series, index: number, language: Language): PromTarget => promTarget(of, { refId: refId(index), legend: legend[language] });

const legendTable = { displayMode: 'table', placement: 'right', showLegend: true, calcs: ['lastNotNull', 'max'] };

/** Lines over the picked time; last and highest value stand in the legend. */
export function chart({ series: [first, ...more], ...said }: Chart, language: Language): Panel {
  const { limit } = said;
  return timeSeries({
    title: said.title[language],
    description: said.description[language],
    noValue: (said.noValue ?? NO_DATA)[language],
    unit: said.unit,
    decimals: said.decimals,
    size: { w: said.width ?? CHART_WIDTH, h: CHART_HEIGHT },
    min: 0,
    ...(said.max === undefined ? {} : { max: said.max }),
    targets: [target(first, 0, language), ...more.map((one, index) => target(one, index + 1, language))],
    options: { legend: legendTable },
    ...(limit === undefined ? {} : { steps: limitSteps(limit), custom: { thresholdsStyle: { mode: 'dashed' } }, overrides: [SERIES_COLORS] }),
  });
}

/** Steps are there for the dashed line; the lines of the chart keep colours of their own. */
const SERIES_COLORS: Override = { matcher: { id: 'byRegexp', options: '.*' }, properties: [{ id: 'color', value: { mode: 'palette-classic' } }] };
const limitSteps = (limit: number): readonly [Step, ...Step[]] => [
  { color: 'transparent', value: null },
  { color: STATUS_COLORS.act, value: limit },
];

/** One number as it is now, on the colour of its status. */
export function tile({ of, watch, act, ...said }: Tile, language: Language): Panel {
  return number({
    title: said.title[language],
    description: said.description[language],
    noValue: (said.noValue ?? NO_DATA)[language],
    unit: said.unit,
    decimals: said.decimals,
    size: TILE_SIZE,
    targets: [promTarget(of, { legend: said.title[language], isInstant: true })],
    steps: [
      { color: STATUS_COLORS.good, value: null },
      { color: STATUS_COLORS.watch, value: watch },
      { color: STATUS_COLORS.act, value: act },
    ],
    options: { text: { valueSize: 28 } },
  });
}

/** How often which duration or size occurred: what quantiles hide. */
export const buckets = ({ of, ...said }: Buckets, language: Language): Panel =>
  bucketHeatmap({
    title: said.title[language],
    description: said.description[language],
    noValue: (said.noValue ?? NO_DATA)[language],
    unit: said.unit,
    size: { w: CHART_WIDTH, h: CHART_HEIGHT },
    targets: [promTarget(promql`sum by (le) (${increase(histogram(of, 'bucket'))})`, { legend: '{{le}}', format: 'heatmap' })],
  });

/** Panels side by side, as many as fit. */
export function inLines(panels: readonly Panel[]): readonly Line[] {
  return panels.reduce<readonly Line[]>((lines, panel) => {
    const last = lines.at(-1) ?? [];
    const fits = last.length > 0 && last.reduce((width, { size }) => width + size.w, panel.size.w) <= FULL_WIDTH;
    return fits ? [...lines.slice(0, -1), [...last, panel]] : [...lines, [panel]];
  }, []);
}
