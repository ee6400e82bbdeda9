import { element } from '../markup.js';
import { CHART_HEIGHT, chartColours, LABEL_ADVANCE, type Chart } from './chart.js';
import { finishChart, label, line, plotOf, uprightAxis, type ChartWords, type Plot } from './frame.js';
import { coordinate } from './scale.js';

/** A level stands on zero; a change hangs on what the steps before it add up to. */
export interface WaterfallStep {
  readonly label: string;
  readonly kind: 'level' | 'change';
  readonly value: number;
}

interface Bar extends WaterfallStep {
  readonly from: number;
  readonly to: number;
}

function barsOf(steps: readonly WaterfallStep[]): readonly Bar[] {
  let reached = 0;
  return steps.map((step) => {
    const from = step.kind === 'level' ? 0 : reached;
    reached = from + step.value;
    return { ...step, from, to: reached };
  });
}

const colourOf = (bar: Bar): string => (bar.kind === 'level' ? chartColours.realised : bar.value < 0 ? chartColours.fall : chartColours.rise);

/** At most two lines of a step's name; the whole name stands in the description. */
function wrapped(text: string, room: number): readonly string[] {
  const fits = Math.max(4, Math.floor(room / LABEL_ADVANCE));
  const lines: string[] = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1] ?? '';
    if (last === '' || last.length + 1 + word.length <= fits) lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
    else lines.push(word);
  }
  return lines.slice(0, 2).map((part) => (part.length > fits ? `${part.slice(0, fits - 1)}…` : part));
}

function drawBar(bar: Bar, at: number, plot: Plot, words: ChartWords, room: number): string {
  const middle = plot.left + room * (at + 0.5);
  const width = Math.min(60, room * 0.62);
  const [top, bottom] = [plot.scale.position(Math.max(bar.from, bar.to)), plot.scale.position(Math.min(bar.from, bar.to))];
  const written = `${bar.kind === 'change' && bar.value > 0 ? '+' : ''}${words.number(bar.value, 0)}`;
  return [
    // A change of nothing still shows where it would be.
    element('rect', {
      x: coordinate(middle - width / 2),
      y: coordinate(top),
      width: coordinate(width),
      height: coordinate(Math.max(0.8, bottom - top)),
      fill: colourOf(bar),
    }),
    label(written, { x: coordinate(middle), y: coordinate(top - 4), 'text-anchor': 'middle' }),
    ...wrapped(bar.label, room).map((part, row) => label(part, { x: coordinate(middle), y: coordinate(plot.bottom + 14 + row * 10), 'text-anchor': 'middle' })),
  ].join('');
}

/** From the estimate by volume, price and adjustments to what was realised; each bar carries its number. */
export function waterfallChart(steps: readonly WaterfallStep[], words: ChartWords): Chart {
  const bars = barsOf(steps);
  const plot = plotOf(
    bars.flatMap((bar) => [bar.from, bar.to]),
    words,
    CHART_HEIGHT - 34,
  );
  const room = (plot.right - plot.left) / Math.max(1, bars.length);
  const joints = bars.slice(1).map((_, at) => {
    const y = plot.scale.position(bars[at]?.to ?? 0);
    return line(plot.left + room * (at + 0.5), y, plot.left + room * (at + 1.5), y, {
      stroke: chartColours.estimate,
      'stroke-width': 0.6,
      'stroke-dasharray': '2 2',
    });
  });
  return finishChart(words, [uprightAxis(plot, words), ...joints, ...bars.map((bar, at) => drawBar(bar, at, plot, words, room))].join(''));
}
