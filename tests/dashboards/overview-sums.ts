import { LANGUAGES, type BuiltBoard, type Choose } from '@hemtag/dashboards';
import type pg from 'pg';
import type { Answered } from './answer-faults.js';
import { show } from './shown-boards.js';

/** What of `GET /v1/figures` the overview shows as well. */
export interface FiguresAnswer {
  readonly figures: readonly {
    readonly kind: string; readonly initiative: string; readonly benefit: string; readonly month: string; readonly type: string;
    readonly amount: { readonly unit: string | null; readonly gross: string | null };
  }[];
  readonly benefits: readonly {
    readonly initiative: string; readonly benefit: string; readonly type: string; readonly rate: string | null;
    readonly amount: Readonly<Record<'estimated' | 'gross' | 'adjusted' | 'confirmed' | 'harvested' | 'unit', string | null>>;
    readonly forecast: { readonly amount: string | null; readonly plan: string | null };
    readonly variance: Readonly<Record<'volume' | 'price' | 'adjustment', string>> | null;
  }[];
} // prettier-ignore
type Benefit = FiguresAnswer['benefits'][number];

/** Öre as whole numbers; null where nothing is known. */
const cents = (amount: string | null | undefined): number | null => (amount === null || amount === undefined ? null : Math.round(Number(amount) * 100));
const sumKnown = (values: readonly (number | null)[]): number | null => {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0);
};

interface Expected {
  readonly column: string;
  readonly cents: number | null;
  /** How far a sum of rounded numbers may lie from the rounded sum, in öre: half for each of several. */
  readonly slack: number;
}

/** One type and unit from the benefits as `hemtag figures` prints them, by the columns of the table of the year. */
function expectedOf(benefits: readonly Benefit[], last: FiguresAnswer['figures']): readonly Expected[] {
  const slack = benefits.length === 1 ? 0 : benefits.length / 2;
  const of = (column: string, value: (benefit: Benefit) => string | null | undefined): Expected => ({ column, cents: sumKnown(benefits.map((benefit) => cents(value(benefit)))), slack });
  const compared = benefits.filter(({ amount }) => Number(amount.estimated ?? 0) !== 0);
  const [gross, estimated] = [sumKnown(compared.map(({ amount }) => cents(amount.gross))), sumKnown(compared.map(({ amount }) => cents(amount.estimated)))];
  const rate = compared.length === 1 ? cents(compared[0]?.rate) : gross === null || !estimated ? null : Math.round((gross / estimated) * 10_000);
  return [
    of('Realised to date', ({ amount }) => amount.gross), of('Estimated to date', ({ amount }) => amount.estimated), of('Confirmed', ({ amount }) => amount.confirmed),
    of('Harvested', ({ amount }) => amount.harvested), of('Forecast full year', ({ forecast }) => forecast.amount), of('Estimate full year', ({ forecast }) => forecast.plan),
    of('Volume variance', ({ variance }) => variance?.volume), of('Price variance', ({ variance }) => variance?.price), of('Adjustment', ({ variance }) => variance?.adjustment),
    { column: 'Realised latest month', cents: sumKnown(last.map(({ amount }) => cents(amount.gross))), slack },
    { column: 'Realisation rate', cents: rate, slack: compared.length === 1 ? 0 : 1 },
  ];
} // prettier-ignore

const WORDS: Readonly<Record<string, string>> = {
  FINANCIAL: 'Cashable', AVOIDANCE: 'Cost avoidance', REDISTRIBUTED: 'Redistributed time', QUALITY: 'Quality', ENVIRONMENT: 'Environment',
}; // prettier-ignore
const kindOf = (type: string, unit: string | null): string => `${WORDS[type] ?? ''} · ${unit ?? ''}`;

function rowsOf(panels: readonly (readonly Answered[])[], column: string): readonly Readonly<Record<string, unknown>>[] {
  const found = panels.flat().find(({ query, answer }) => query.panel.type === 'table' && answer.columns.some(({ name }) => name === column));
  return found?.answer.rows ?? [];
}
const shownCents = (value: unknown): number | null => (typeof value === 'number' ? Math.round(value * 100) : null);
const isNear = (shown: number | null, { cents: expected, slack }: Expected): boolean =>
  shown === null || expected === null ? shown === expected : Math.abs(shown - expected) <= slack;

/** Where the overview shows something else than `hemtag figures` of the same months says, as sentences. */
export async function sumFaults(client: pg.Client, boards: readonly BuiltBoard[], { tenant, to, figures: said }: { tenant: string; to: string; figures: FiguresAnswer }): Promise<readonly string[]> {
  const board = boards.find(({ name, language }) => name === 'benefit-overview' && language === 'en');
  if (board === undefined) throw new Error(`No overview in ${LANGUAGES.join(', ')}`);
  const values: Readonly<Record<string, string>> = { tenant, year: to.slice(0, 4), month: to, scale: '1' };
  const choose: Choose = ({ name }, options) => (values[name] === undefined ? options : [{ text: values[name], value: values[name] }]);
  const shown = await show(client, board, { what: tenant, choose, range: { from: `${to}-01T00:00:00Z`, to: `${to}-28T00:00:00Z` } });
  const ofYear = rowsOf(shown, 'Forecast / estimate');
  const kinds = Map.groupBy(said.benefits.filter(({ amount }) => amount.unit !== null), ({ type, amount }) => kindOf(type, amount.unit));
  const last = said.figures.filter(({ kind, month }) => kind === 'ORIGINAL' && month === to);
  const sums = [...kinds].flatMap(([kind, benefits]) => {
    const row = ofYear.find((of) => of['Type'] === kind);
    // Rows of no month in the year are no rows at all.
    return expectedOf(benefits, last.filter(({ type, amount }) => kindOf(type, amount.unit) === kind)).filter((expected) => !isNear(shownCents(row?.[expected.column]), expected))
      .map(({ column, cents: expected }) => `${tenant} ${to} ${kind}, ${column}: ${String(row?.[column])} where figures say ${String(expected)} öre`);
  });
  const deviating = rowsOf(shown, 'Deviation');
  const single = said.benefits.flatMap(({ initiative, benefit, amount, rate }) => {
    const row = deviating.find((of) => of['initiative_id'] === initiative && of['benefit_id'] === benefit);
    if (row === undefined) return [];
    const pairs = [['Estimated to date', amount.estimated], ['Realised to date', amount.gross], ['Realisation rate', rate]] as const;
    return pairs.filter(([column, value]) => shownCents(row[column]) !== cents(value)).map(([column, value]) => `${tenant} ${to} ${initiative}/${benefit}, ${column}: ${String(row[column])} where figures say ${String(value)}`);
  });
  const isKnown = said.benefits.some(({ amount }) => amount.gross !== null || amount.estimated !== null);
  return ofYear.length === 0 && isKnown ? [`${tenant} ${to}: the overview shows nothing`] : [...sums, ...single];
} // prettier-ignore
