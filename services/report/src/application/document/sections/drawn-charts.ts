import type { AdoptionChart, CumulativeChart, PaybackChart, WaterfallChart } from '@hemtag/statements';
import type { Month } from '@hemtag/kernel';
import { chartColours } from '../../charts/chart.js';
import type { ChartWords } from '../../charts/frame.js';
import { lineChart } from '../../charts/line-chart.js';
import { waterfallChart, type WaterfallStep } from '../../charts/waterfall-chart.js';
import { nameIn } from '../cells.js';
import type { Block } from '../report-document.js';
import type { Head } from '../words/phrases.js';
import { harmlessText } from '../harmless-text.js';
import type { SectionContext } from './section-context.js';

/** A drawing needs no more than the eye can see; the exact decimals stand in the tables. */
const drawn = (value: string | null | undefined): number | null => (value === null || value === undefined ? null : Number(value));

/** Short names within a year; with the year where there is more than one. */
function monthNames(months: readonly Month[], { wording }: SectionContext): readonly string[] {
  const years = new Set(months.map((month) => month.slice(0, 4)));
  return months.map((month) => (years.size > 1 ? `${wording.shortMonth(month)} ${month.slice(2, 4)}` : wording.shortMonth(month)));
}

function chartWords({ wording }: SectionContext, words: Pick<ChartWords, 'id' | 'title' | 'description' | 'unit'>): ChartWords {
  return { ...words, number: (value, decimals) => wording.number(value.toFixed(decimals)) };
}

const block = (chart: ReturnType<typeof lineChart>): readonly Block[] => [{ kind: 'chart', chart }];

export function drawCumulative(data: CumulativeChart, id: string, context: SectionContext): readonly Block[] {
  const { wording } = context;
  const { captions, texts } = wording.phrases;
  const { points } = data;
  const reached = points.findLast(({ realised }) => realised !== null);
  const title = `${captions.cumulative}: ${wording.words.types[data.type]}, ${harmlessText(data.unit)}`;
  const said = (value: string | null | undefined): string => (value === null || value === undefined ? texts.none : wording.number(value));
  const description = reached
    ? wording.phrases.cumulativeWords({
        month: wording.month(reached.month),
        realised: said(reached.realised),
        estimated: said(reached.estimated),
        band: reached.low === null || reached.high === null ? null : `${said(reached.low)}–${said(reached.high)}`,
        year: said(points.at(-1)?.estimated),
        unit: harmlessText(data.unit),
      })
    : texts.noLines;
  const hasBand = points.some(({ low }) => low !== null);
  return block(
    lineChart(
      {
        months: monthNames(
          points.map(({ month }) => month),
          context,
        ),
        series: [
          { label: wording.head('estimated'), values: points.map(({ estimated }) => drawn(estimated)), colour: chartColours.estimate, dashed: true },
          { label: wording.head('realised'), values: points.map(({ realised }) => drawn(realised)), colour: chartColours.realised, marked: true },
        ],
        ...(hasBand ? { band: { label: texts.band, low: points.map(({ low }) => drawn(low)), high: points.map(({ high }) => drawn(high)) } } : {}),
      },
      chartWords(context, { id, title, description, unit: harmlessText(data.unit) }),
    ),
  );
}

export function drawWaterfall(data: WaterfallChart, id: string, context: SectionContext): readonly Block[] {
  const { wording } = context;
  const { captions } = wording.phrases;
  const change = (head: Head, value: string): readonly (WaterfallStep & { readonly said: string })[] => [
    { label: wording.head(head), kind: 'change', value: Number(value), said: value },
  ];
  // What only some periods have is left out where it is nothing.
  const rare = (head: Head, value: string): readonly (WaterfallStep & { readonly said: string })[] => (Number(value) === 0 ? [] : change(head, value));
  const steps = [
    { label: wording.head('estimated'), kind: 'level', value: Number(data.estimated), said: data.estimated } as const,
    ...change('volume', data.volume),
    ...change('price', data.price),
    ...change('adjustment', data.adjustment),
    ...rare('withoutEstimate', data.withoutEstimate),
    ...rare('notSplit', data.notSplit),
    ...rare('rounding', data.rounding),
    { label: wording.head('adjusted'), kind: 'level', value: Number(data.realised), said: data.realised } as const,
  ];
  const unit = harmlessText(data.unit);
  const title = `${captions.waterfall}: ${wording.words.types[data.type]}, ${unit}`;
  const description = `${steps.map(({ label, said }) => `${label} ${wording.number(said)}`).join('; ')} (${unit}).`;
  return block(waterfallChart(steps, chartWords(context, { id, title, description, unit })));
}

export function drawAdoption(data: AdoptionChart, id: string, context: SectionContext): readonly Block[] {
  const { wording } = context;
  const { captions, texts } = wording.phrases;
  const reached = data.points.findLast(({ share }) => share !== null);
  const breakEven = data.breakEvenShare === null ? null : wording.number(data.breakEvenShare);
  const title = `${captions.adoption}: ${nameIn(wording, data.initiative)}, ${nameIn(wording, data.benefit)}`;
  const description = reached
    ? wording.phrases.adoptionWords({ month: wording.month(reached.month), share: wording.number(reached.share ?? '0'), breakEven })
    : texts.noLines;
  return block(
    lineChart(
      {
        months: monthNames(
          data.points.map(({ month }) => month),
          context,
        ),
        series: [{ label: wording.head('share'), values: data.points.map(({ share }) => drawn(share)), colour: chartColours.realised, marked: true }],
        ...(data.breakEvenShare === null ? {} : { level: { label: wording.head('breakEvenShare'), value: Number(data.breakEvenShare) } }),
      },
      chartWords(context, { id, title, description, unit: '%' }),
    ),
  );
}

export function drawPayback(data: PaybackChart, id: string, context: SectionContext): readonly Block[] {
  const { wording } = context;
  const { captions, texts } = wording.phrases;
  const last = data.points.at(-1);
  const title = `${captions.payback}: ${nameIn(wording, data.initiative)}`;
  const description = last
    ? wording.phrases.paybackWords({
        month: wording.month(last.month),
        net: wording.number(last.cumulativeNet),
        unit: data.currency,
        months: data.paybackMonths === null ? null : wording.number(data.paybackMonths),
      })
    : texts.noLines;
  return block(
    lineChart(
      {
        months: monthNames(
          data.points.map(({ month }) => month),
          context,
        ),
        series: [
          {
            label: wording.head('cumulativeNet'),
            values: data.points.map(({ cumulativeNet }) => drawn(cumulativeNet)),
            colour: chartColours.realised,
            marked: true,
          },
        ],
      },
      chartWords(context, { id, title, description, unit: data.currency }),
    ),
  );
}
