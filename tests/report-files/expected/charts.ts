import type { Statement } from '@hemtag/statements';
import type { ExpectedSection, ExpectedSentence } from './expected-table.js';
import type { Reading } from './reading.js';

/** So many charts of adoption and payback are drawn; of more the reader demands the tables only. */
const DRAWN = 6;

const pointsOf = <Point, Chart extends { readonly points: readonly Point[] }>(charts: readonly Chart[]) =>
  charts.flatMap((chart) => chart.points.map((point) => ({ chart, point })));

/** What stands below each chart in words. */
function told({ statement, written, words, heads }: Reading): readonly ExpectedSentence[] {
  const { cumulative, waterfalls, adoption, payback }: Statement['charts'] = statement.charts;
  const { label } = heads;
  const shown = (value: string | null): string => written.number(value).shown;
  const name = (month: string): string => written.month(month).shown;
  return [
    ...cumulative.flatMap(({ type, unit, points }) => {
      const reached = points.findLast(({ realised }) => realised !== null);
      if (reached === undefined) return [];
      const band = reached.low === null || reached.high === null ? [] : [`${shown(reached.low)}–${shown(reached.high)}`];
      return [
        [words.types[type]],
        [name(reached.month), `${shown(reached.realised)} ${unit}`, shown(reached.estimated), ...band, shown(points.at(-1)?.estimated ?? null)],
      ];
    }),
    ...waterfalls.map(({ unit, estimated, volume, price, adjustment, withoutEstimate, notSplit, rounding, realised }) => [
      `${label.estimated} ${shown(estimated)}`,
      ...([[label.volume, volume], [label.price, price], [label.adjustment, adjustment]] as const).map(([head, value]) => `${head} ${shown(value)}`), // prettier-ignore
      ...([[label.withoutEstimate, withoutEstimate], [label.notSplit, notSplit], [label.rounding, rounding]] as const) // prettier-ignore
        .filter(([, value]) => Number(value) !== 0)
        .map(([head, value]) => `${head} ${shown(value)}`),
      `${label.adjusted} ${shown(realised)} (${unit})`,
    ]),
    ...(adoption.length > DRAWN ? [] : adoption).flatMap(({ points, breakEvenShare }) => {
      const reached = points.findLast(({ share }) => share !== null);
      return reached === undefined
        ? []
        : [[name(reached.month), `${shown(reached.share)} %`, ...(breakEvenShare === null ? [] : [`${shown(breakEvenShare)} %`])]];
    }),
    ...(payback.length > DRAWN ? [] : payback).flatMap(({ points, currency, paybackMonths }) => {
      const last = points.at(-1);
      return last === undefined
        ? []
        : [[name(last.month), `${shown(last.cumulativeNet)} ${currency}`, ...(paybackMonths === null ? [] : [shown(paybackMonths)])]];
    }),
  ];
}

/** 5. */
export function charts(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table, type } = reading;
  const { label } = heads;
  const { number, text, month, name } = written;
  const { cumulative, waterfalls, adoption, payback, potential } = statement.charts;
  const behind = { isBehindChart: true };
  return {
    heading: words.sections.charts,
    sentences: told(reading),
    tables: [
      ...table(
        'cumulative',
        pointsOf<(typeof cumulative)[number]['points'][number], (typeof cumulative)[number]>(cumulative),
        [
          [label.type, ({ chart }) => type(chart.type)],
          [label.unit, ({ chart }) => text(chart.unit)],
          [label.month, ({ point }) => month(point.month)],
          [label.estimated, ({ point }) => number(point.estimated)],
          [label.low, ({ point }) => number(point.low)],
          [label.high, ({ point }) => number(point.high)],
          [label.realised, ({ point }) => number(point.realised)],
        ],
        behind,
      ),
      ...table(
        'waterfall',
        waterfalls,
        [
          [label.type, (line) => type(line.type)],
          [label.unit, ({ unit }) => text(unit)],
          [label.estimated, ({ estimated }) => number(estimated)],
          [label.volume, ({ volume }) => number(volume)],
          [label.price, ({ price }) => number(price)],
          [label.adjustment, ({ adjustment }) => number(adjustment)],
          [label.withoutEstimate, ({ withoutEstimate }) => number(withoutEstimate)],
          [label.notSplit, ({ notSplit }) => number(notSplit)],
          [label.rounding, ({ rounding }) => number(rounding)],
          [label.realised, ({ realised }) => number(realised)],
        ],
        behind,
      ),
      ...table(
        'adoption',
        pointsOf<(typeof adoption)[number]['points'][number], (typeof adoption)[number]>(adoption),
        [
          [label.initiative, ({ chart }) => text(name(chart.initiative))],
          [label.benefit, ({ chart }) => text(name(chart.benefit))],
          [label.quantityUnit, ({ chart }) => text(chart.unit)],
          [label.month, ({ point }) => month(point.month)],
          [label.actual, ({ point }) => number(point.actual)],
          [label.potential, ({ point }) => number(point.potential)],
          [label.share, ({ point }) => number(point.share)],
          [label.breakEvenShare, ({ chart }) => number(chart.breakEvenShare)],
        ],
        behind,
      ),
      ...table(
        'payback',
        pointsOf<(typeof payback)[number]['points'][number], (typeof payback)[number]>(payback),
        [
          [label.initiative, ({ chart }) => text(name(chart.initiative))],
          [label.type, ({ chart }) => type(chart.type)],
          [label.currency, ({ chart }) => text(chart.currency)],
          [label.oneOffCost, ({ chart }) => number(chart.oneOffCost)],
          [label.paybackMonths, ({ chart }) => number(chart.paybackMonths)],
          [label.month, ({ point }) => month(point.month)],
          [label.cumulativeNet, ({ point }) => number(point.cumulativeNet)],
        ],
        behind,
      ),
      ...table('potential', potential, [
        [label.initiative, (line) => text(name(line.initiative))],
        [label.benefit, (line) => text(name(line.benefit))],
        [label.type, (line) => type(line.type)],
        [label.unit, ({ unit }) => text(unit)],
        [heads.leftOfPlan, ({ plan }) => number(plan)],
        [heads.leftOfChannel, (line) => number(line.potential)],
      ]),
    ],
  };
}
