import type { LargestDeviation, NetAmounts, NetTotal, TypeTotal } from '@hemtag/statements';
import { nameIn } from '../cells.js';
import { harmlessText } from '../harmless-text.js';
import type { Block } from '../report-document.js';
import { type ColumnOf, number, tableOf, words } from '../table-of.js';
import { notice, orElse, paragraph, type SectionContext, whereAny } from './section-context.js';

const typeColumns = ({ cells, wording }: SectionContext): readonly ColumnOf<TypeTotal>[] => [
  words('type', 2, ({ type }) => cells.text(wording.words.types[type])),
  words('unit', 0.9, ({ unit }) => cells.text(unit)),
];

function totalsTable(context: SectionContext, range: 'period' | 'yearToDate'): Block & { readonly kind: 'table' } {
  const { cells, statement, wording } = context;
  return tableOf<TypeTotal>(wording, {
    caption: range === 'period' ? 'periodTotals' : 'yearTotals',
    columns: [
      ...typeColumns(context),
      number('estimated', 1.5, (line) => cells.number(line[range].amounts.estimated)),
      number('gross', 1.5, (line) => cells.number(line[range].amounts.gross)),
      number('rate', 1.65, (line) => cells.number(line[range].amounts.rate)),
      number('adjusted', 1.5, (line) => cells.number(line[range].amounts.adjusted)),
      number('confirmed', 1.5, (line) => cells.number(line[range].amounts.confirmed)),
      number('harvested', 1.5, (line) => cells.number(line[range].amounts.harvested)),
      ...(range === 'yearToDate' ? [number<TypeTotal>('harvestRate', 1.1, (line) => cells.number(line.harvestRate))] : []),
    ],
    lines: statement.summary.totals,
  });
}

function forecastTable(context: SectionContext): Block & { readonly kind: 'table' } {
  const { cells, statement, wording } = context;
  return tableOf<TypeTotal>(wording, {
    caption: 'forecasts',
    columns: [
      ...typeColumns(context),
      number('forecast', 1.6, ({ forecast }) => cells.number(forecast.amount)),
      number('plan', 1.6, ({ forecast }) => cells.number(forecast.plan)),
      words('method', 2, ({ forecast }) => cells.text(forecast.method === null ? null : wording.words.forecastMethods[forecast.method])),
    ],
    lines: statement.summary.totals.filter(({ forecast }) => forecast.amount !== null || forecast.plan !== null),
  });
}

interface NetLine {
  readonly total: NetTotal;
  readonly range: string;
  readonly amounts: NetAmounts;
  /** The amounts of all months stand in the last line of a total. */
  readonly hasAllMonths: boolean;
}

function netTable({ cells, statement, wording }: SectionContext): Block & { readonly kind: 'table' } {
  const { labels } = wording.words;
  const lines = statement.summary.nets.flatMap((total): readonly NetLine[] => [
    { total, range: labels.period, amounts: total.period.amounts, hasAllMonths: false },
    { total, range: labels.yearToDate, amounts: total.yearToDate.amounts, hasAllMonths: true },
  ]);
  return tableOf<NetLine>(wording, {
    caption: 'nets',
    columns: [
      words('type', 2, ({ total }) => cells.text(wording.words.types[total.type])),
      words('currency', 0.9, ({ total }) => cells.text(total.currency)),
      words('range', 1.3, ({ range }) => cells.text(range)),
      number('gross', 1.5, ({ amounts }) => cells.number(amounts.gross)),
      number('runningCost', 1.7, ({ amounts }) => cells.number(amounts.runningCost)),
      number('net', 1.7, ({ amounts }) => cells.number(amounts.net)),
      number('oneOffCost', 1.5, ({ total, hasAllMonths }) => cells.number(hasAllMonths ? total.oneOffCost : null)),
      number('cumulativeNet', 1.5, ({ total, hasAllMonths }) => cells.number(hasAllMonths ? total.cumulativeNet : null)),
    ],
    lines,
  });
}

/** The only place where the word for a saving stands beside an amount. */
function savingTable(context: SectionContext): Block & { readonly kind: 'table' } {
  const { cells, statement, wording } = context;
  const saved = ({ calledSaving }: TypeTotal): boolean => calledSaving !== null && (calledSaving.period !== null || calledSaving.yearToDate !== null);
  return tableOf<TypeTotal>(wording, {
    caption: 'savings',
    columns: [
      ...typeColumns(context),
      number('saving', 1.6, ({ calledSaving }) => cells.number(calledSaving?.period ?? null)),
      number('savingYear', 1.6, ({ calledSaving }) => cells.number(calledSaving?.yearToDate ?? null)),
    ],
    lines: statement.summary.totals.filter(saved),
  });
}

function remarksOf(line: LargestDeviation, { wording }: SectionContext): string {
  const part = (head: 'volume' | 'price' | 'adjustment'): string => `${wording.head(head).toLowerCase()} ${wording.number(line[head])}`;
  const said = line.remarks.map(({ month, cause, comment, by }) => {
    const text = [cause === null ? null : wording.words.causes[cause], comment].filter((value) => value !== null).join(': ');
    return `${wording.shortMonth(month)}: ${text} (${by})`;
  });
  return [`${part('volume')}, ${part('price')}, ${part('adjustment')}`, ...said].join('. ');
}

function deviationTable(context: SectionContext): Block & { readonly kind: 'table' } {
  const { cells, statement, wording } = context;
  return tableOf<LargestDeviation>(wording, {
    caption: 'largestDeviations',
    columns: [
      words('benefit', 2.6, (line) => cells.text(`${nameIn(wording, line.initiative)}: ${nameIn(wording, line.benefit)}`)),
      words('unit', 0.8, ({ unit }) => cells.text(unit)),
      number('estimated', 1.5, (line) => cells.number(line.estimated)),
      number('adjusted', 1.5, (line) => cells.number(line.adjusted)),
      number('difference', 1.5, (line) => cells.number(line.difference)),
      words('causeAndComment', 4, (line) => cells.text(remarksOf(line, context))),
    ],
    lines: statement.summary.deviations,
  });
}

/** What a sum has in it, or lacks, that its neighbours do not. */
function remarked(
  { statement, wording }: SectionContext,
  countOf: (total: TypeTotal) => number,
  said: (of: string, benefits: number) => string,
): readonly Block[] {
  const counted = statement.summary.totals.filter((total) => countOf(total) > 0);
  return counted.map((total) => paragraph(said(`${wording.words.types[total.type]}, ${harmlessText(total.unit)}`, countOf(total))));
}

/** 2. What the finance director reads first. */
export function summarySection(context: SectionContext): readonly Block[] {
  const { statement, wording } = context;
  const { phrases } = wording;
  const missing = statement.summary.nets.reduce((sum, { withoutRunningCost }) => sum + withoutRunningCost, 0);
  return [
    orElse(totalsTable(context, 'period'), phrases.texts.noLines),
    ...whereAny(totalsTable(context, 'yearToDate')),
    ...remarked(context, ({ withoutEstimate }) => withoutEstimate, phrases.withoutEstimateOf),
    paragraph(wording.words.neverSummed),
    ...whereAny(forecastTable(context)),
    ...remarked(context, ({ forecast }) => forecast.without, phrases.withoutForecastOf),
    ...whereAny(netTable(context)),
    ...(missing > 0 ? [notice(phrases.runningCostMissingOf(missing))] : []),
    orElse(savingTable(context), phrases.texts.noSavings),
    paragraph(wording.words.saving.note),
    ...whereAny(deviationTable(context)),
  ];
}
