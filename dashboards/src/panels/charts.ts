import { PanelBuilder as BarChartBuilder } from '@grafana/grafana-foundation-sdk/barchart';
import { PanelBuilder as HeatmapBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import { PanelBuilder as StatusHistoryBuilder } from '@grafana/grafana-foundation-sdk/statushistory';
import { PanelBuilder as TimeSeriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { PanelBuilder as TrendBuilder } from '@grafana/grafana-foundation-sdk/trend';
import { MONTHS, type Language } from '../languages.js';
import { dressed, LEGEND, named, TOOLTIP, type House, type Json, type Panel } from './panel.js';

const BARS = {
  orientation: 'auto',
  groupWidth: 0.75,
  barWidth: 0.95,
  showValue: 'never',
  stacking: 'none',
  xTickLabelSpacing: 0,
  // The SDK's 0 would print every label as "…".
  xTickLabelMaxLength: 30,
  fullHighlight: true,
  legend: LEGEND,
  tooltip: TOOLTIP,
};

/** Bars by the text column `x`. */
export const bars = ({ x, ...house }: House & { readonly x: string }): Panel =>
  dressed(new BarChartBuilder(), house, { options: { ...BARS, xField: x }, custom: { fillOpacity: 90, lineWidth: 0 } });

/** Horizontal bars, one for each row, stacked: a waterfall, or shares. */
export const horizontalBars = ({ x, ...house }: House & { readonly x: string }): Panel =>
  dressed(new BarChartBuilder(), house, {
    options: { ...BARS, xField: x, orientation: 'horizontal', stacking: 'normal', groupWidth: 0.7, xTickLabelMaxLength: 40, fullHighlight: false },
    custom: { fillOpacity: 90, lineWidth: 0 },
  });

/**
 * Lines over the twelve months of a year. The column `x` holds 1..12 in order, always all of them; `axisLabel` stands below, without which the names of the months are
 * cut at the bottom.
 */
export function yearTrend({
  x,
  axisLabel,
  language,
  ...house
}: House & { readonly x: string; readonly axisLabel: string; readonly language: Language }): Panel {
  const months = Object.fromEntries(MONTHS[language].map((text, index) => [String(index + 1), { text, index }]));
  const axis = named(
    x,
    { id: 'unit', value: 'none' },
    { id: 'decimals', value: 0 },
    // Without half a month on either side January and December are cut.
    { id: 'min', value: 0.5 },
    { id: 'max', value: 12.5 },
    { id: 'mappings', value: [{ type: 'value', options: months }] },
    { id: 'custom.axisLabel', value: axisLabel },
  );
  return dressed(
    new TrendBuilder(),
    { ...house, overrides: [axis, ...(house.overrides ?? [])] },
    {
      options: { xField: x, legend: LEGEND, tooltip: TOOLTIP },
      custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'never', spanNulls: false, drawStyle: 'line' },
    },
  );
}

/** Lines over the time of the board's picker: for operations. */
export const timeSeries = (house: House): Panel =>
  dressed(new TimeSeriesBuilder(), house, {
    options: { legend: LEGEND, tooltip: TOOLTIP },
    custom: { lineWidth: 2, fillOpacity: 0, showPoints: 'never', spanNulls: false, drawStyle: 'line' },
  });

/** A grid of days by series, with a word and a colour for each value: the mappings are the legend. */
export const dayGrid = (house: House & { readonly mappings: readonly Json[] }): Panel =>
  dressed(new StatusHistoryBuilder(), house, {
    options: { showValue: 'never', rowHeight: 0.85, colWidth: 0.92, legend: LEGEND, tooltip: { mode: 'single', sort: 'none' }, perPage: 50 },
    custom: { lineWidth: 0, fillOpacity: 90 },
  });

/** The buckets of a histogram over time; the target has the format `heatmap`. */
export const bucketHeatmap = (house: House): Panel =>
  dressed(new HeatmapBuilder(), house, {
    options: { calculate: false, yAxis: { unit: house.unit }, legend: { show: true }, tooltip: { mode: 'single', yHistogram: false } },
  });
