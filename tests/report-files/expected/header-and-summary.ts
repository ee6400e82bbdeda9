import type { LargestDeviation, SourceLine, TypeTotal } from '@hemtag/statements';
import type { ExpectedSection, ExpectedTable } from './expected-table.js';
import type { Reading } from './reading.js';
import type { Value } from './written.js';

/** 1. */
export function header({ statement, fingerprint, heads, words, written, table }: Reading): ExpectedSection {
  const { header } = statement;
  const { label } = heads;
  const { text, instant, number, count, month } = written;
  const title = written.title(header.title, header.tenant);
  const facts: readonly (readonly [string, Value])[] = [
    [heads.tenant, text(title === header.tenant ? title : `${title} (${header.tenant})`)],
    ...(header.departments === undefined ? [] : [[heads.departments, text(header.departments.join(', '))] as const]),
    [label.period, text(written.period(header.period))],
    [label.version, text(`${header.version}`)],
    [label.state, text(words.states[header.state])],
    [label.asKnownOn, text(`${instant(header.asKnownOn).shown} (${header.asKnownOn})`)],
    [label.currency, text(header.currency)],
    [label.priceYear, text(header.priceYears.map(String).join(', '))],
    [label.completeness, text(header.isComplete ? words.complete : words.incomplete)],
    [label.lastEvent, instant(header.lastEvent)],
    [label.parameterSetId, text(header.parameterSetId)],
    [label.fingerprint, text(fingerprint)],
    ...(header.replaces === null
      ? []
      : ([
          [label.replaces, text(`${header.replaces.version} (SHA-256 ${header.replaces.fingerprint})`)],
          [label.reason, text(header.replaces.reason)],
        ] as const)),
  ];
  return {
    heading: words.sections.header,
    sentences: [],
    tables: [
      ...table('facts', facts, [[heads.fact, ([head]) => text(head)], [label.value, ([, value]) => value]]), // prettier-ignore
      ...table('months', header.months, [
        [label.month, (line) => month(line.month)],
        [label.state, ({ state }) => text(words.monthStates[state])],
        [label.version, ({ version }) => count(version)],
        [label.hash, ({ snapshotHash }) => text(snapshotHash)],
      ]),
      ...table<SourceLine>('sources', header.sources, [
        [label.source, (line) => text(written.title(line.title, line.name))],
        [heads.system, ({ source }) => text(source)],
        [label.expectedEvery, ({ expectedEvery }) => text(expectedEvery)],
        [label.completeShare, ({ completeShare }) => number(completeShare)],
        [label.endedDays, ({ endedDays }) => count(endedDays)],
        [label.completeDays, ({ completeDays }) => count(completeDays)],
        [label.silentDays, ({ silentDays }) => count(silentDays)],
        [label.incompleteDays, ({ incompleteDays }) => count(incompleteDays)],
        [label.lastEvent, ({ lastEvent }) => instant(lastEvent)],
      ]),
    ],
  };
}

function typeTotals(reading: Reading, range: 'period' | 'yearToDate'): readonly ExpectedTable[] {
  const { statement, heads, written, table, type } = reading;
  const { label } = heads;
  const { number, text } = written;
  return table<TypeTotal>(range === 'period' ? 'periodTotals' : 'yearTotals', statement.summary.totals, [
    [label.type, (line) => type(line.type)],
    [label.unit, ({ unit }) => text(unit)],
    [label.estimated, (line) => number(line[range].amounts.estimated)],
    [label.gross, (line) => number(line[range].amounts.gross)],
    [label.rate, (line) => number(line[range].amounts.rate)],
    [label.adjusted, (line) => number(line[range].amounts.adjusted)],
    [label.confirmed, (line) => number(line[range].amounts.confirmed)],
    [label.harvested, (line) => number(line[range].amounts.harvested)],
    ...(range === 'yearToDate' ? [[label.harvestRate, (line: TypeTotal) => number(line.harvestRate)] as const] : []),
  ]);
}

function summaryNets({ statement, heads, written, table, type }: Reading): readonly ExpectedTable[] {
  const { label } = heads;
  const { number, text } = written;
  const lines = statement.summary.nets.flatMap((total) => (['period', 'yearToDate'] as const).map((range) => ({ total, range })));
  return table('nets', lines, [
    [label.type, ({ total }) => type(total.type)],
    [label.currency, ({ total }) => text(total.currency)],
    [heads.range, ({ range }) => text(label[range])],
    [label.gross, ({ total, range }) => number(total[range].amounts.gross)],
    [label.runningCost, ({ total, range }) => number(total[range].amounts.runningCost)],
    [label.net, ({ total, range }) => number(total[range].amounts.net)],
    [label.oneOffCost, ({ total, range }) => number(range === 'period' ? null : total.oneOffCost)],
    [label.cumulativeNet, ({ total, range }) => number(range === 'period' ? null : total.cumulativeNet)],
  ]);
}

function causeAndComment(line: LargestDeviation, { heads, words, written }: Reading): Value {
  const { volume, price, adjustment } = heads.label;
  const parts = ([[volume, line.volume], [price, line.price], [adjustment, line.adjustment]] as const) // prettier-ignore
    .map(([head, value]) => `${head.toLowerCase()} ${written.number(value).shown}`);
  const remarks = line.remarks.map(({ month, cause, comment, by }) => {
    const said = [...(cause === null ? [] : [words.causes[cause]]), ...(comment === null ? [] : [comment])].join(': ');
    return `${written.shortMonth(month)}: ${said} (${by})`;
  });
  return written.text([parts.join(', '), ...remarks].join('. '));
}

const pick = ({ amount, plan, method }: TypeTotal['forecast']) => ({ amount, plan, method });
const WITHOUT = { sv: 'utan estimat', en: 'without an estimate', da: 'uden estimat', no: 'uten estimat' } as const;

const FORECAST = { sv: 'ingen prognos', en: 'no forecast', da: 'ingen prognose', no: 'ingen prognose' } as const;

/** 2. */
export function summary(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table, type } = reading;
  const { label } = heads;
  const { number, text } = written;
  const { totals, nets, deviations } = statement.summary;
  const withoutCost = nets.reduce((sum, { withoutRunningCost }) => sum + withoutRunningCost, 0);
  const said = ({ type: of, unit }: TypeTotal, benefits: number, word: string) =>
    benefits === 0 ? [] : [[`${words.types[of]}, ${unit}:`, `${benefits} `, word]];
  return {
    heading: words.sections.summary,
    sentences: [
      [words.neverSummed],
      [words.saving.note],
      ...totals.flatMap((total) => said(total, total.withoutEstimate, WITHOUT[written.language])),
      ...totals.flatMap((total) => said(total, total.forecast.without, FORECAST[written.language])),
      ...(withoutCost === 0 ? [] : [[written.count(withoutCost).shown, 'initiativ']]),
    ],
    tables: [
      ...typeTotals(reading, 'period'),
      ...typeTotals(reading, 'yearToDate'),
      ...table(
        'forecasts',
        totals.map((total) => ({ total, ...pick(total.forecast) })).filter(({ amount, plan }) => amount !== null || plan !== null),
        [
          [label.type, ({ total }) => type(total.type)],
          [label.unit, ({ total }) => text(total.unit)],
          [label.forecast, ({ amount }) => number(amount)],
          [label.plan, ({ plan }) => number(plan)],
          [label.method, ({ method }) => text(method === null ? null : words.forecastMethods[method])],
        ],
      ),
      ...summaryNets(reading),
      ...table(
        'savings',
        totals.filter(({ calledSaving }) => calledSaving !== null && (calledSaving.period !== null || calledSaving.yearToDate !== null)),
        [
          [label.type, (line) => type(line.type)],
          [label.unit, ({ unit }) => text(unit)],
          [heads.periodOf(words.saving.name), ({ calledSaving }) => number(calledSaving?.period ?? null)],
          [heads.yearOf(words.saving.name), ({ calledSaving }) => number(calledSaving?.yearToDate ?? null)],
        ],
      ),
      ...table('largestDeviations', deviations, [
        [label.benefit, (line) => text(`${written.name(line.initiative)}: ${written.name(line.benefit)}`)],
        [label.unit, ({ unit }) => text(unit)],
        [label.estimated, ({ estimated }) => number(estimated)],
        [label.adjusted, ({ adjusted }) => number(adjusted)],
        [label.difference, ({ difference }) => number(difference)],
        [heads.causeAndComment, (line) => causeAndComment(line, reading)],
      ]),
    ],
  };
}
