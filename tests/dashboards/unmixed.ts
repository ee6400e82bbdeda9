import type { PanelQuery } from '@hemtag/dashboards';
import type pg from 'pg';
import { answerTo, type Answer } from './answers.js';

/** A prime, so that no sum of other amounts is that many times itself by chance. */
const FACTOR = 1_009;

/** Multiplies every amount of one type and unit, and nothing else, in the tables behind the published views. */
export interface Blow {
  readonly what: string;
  readonly statements: readonly string[];
}

const times = (columns: readonly string[]): string => columns.map((column) => `${column} = ${column} * ${FACTOR}`).join(', ');
const timesExact = (columns: readonly string[]): string =>
  columns.map((column) => `${column} = (split_part(${column}, '/', 1)::numeric * ${FACTOR}) || coalesce('/' || nullif(split_part(${column}, '/', 2), ''), '')`).join(', '); // prettier-ignore
const AMOUNTS = ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested', 'as_reported'].map((name) => `amount_${name}`);
const QUANTITIES = ['estimated', 'low', 'high', 'actual', 'counted', 'excess'].map((name) => `quantity_${name}`);
const literal = (value: string): string => `'${value.replaceAll("'", "''")}'`;

/** One blow for each type and unit of amounts, one for the hours of each type, and one for each unit of quantities. */
export async function blowsOf(client: pg.Client): Promise<readonly Blow[]> {
  const kinds = await client.query<{ type: string; unit: string }>(
    'SELECT DISTINCT type, amount_unit AS unit FROM published.figure WHERE amount_unit IS NOT NULL ORDER BY 1, 2',
  );
  const amounts = kinds.rows.map(({ type, unit }): Blow => {
    const exact = timesExact(['exact_gross', 'exact_running_cost', 'exact_one_off_cost', 'exact_net', 'exact_cumulative_net']);
    return {
      what: `amounts of ${type} in ${unit}`,
      statements: [
        `UPDATE benefit.figure SET ${times(AMOUNTS)}, ${timesExact(['exact_estimated', 'exact_gross', 'exact_adjusted'])} WHERE type = ${literal(type)} AND amount_unit = ${literal(unit)}`,
        `UPDATE benefit.initiative_month SET ${exact} WHERE type = ${literal(type)} AND currency = ${literal(unit)}`,
      ],
    };
  });
  const types = await client.query<{ type: string }>('SELECT DISTINCT type FROM published.figure WHERE hours_gross IS NOT NULL');
  const hours = types.rows.map(({ type }) => ({
    what: `hours of ${type}`,
    statements: [`UPDATE benefit.figure SET ${times(['hours_gross', 'hours_adjusted', 'hours_unclaimed', 'hours_fte'])} WHERE type = ${literal(type)}`],
  }));
  const units = await client.query<{ unit: string }>('SELECT DISTINCT quantity_unit AS unit FROM published.figure WHERE quantity_unit IS NOT NULL ORDER BY 1');
  const quantities = units.rows.map(({ unit }) => ({
    what: `quantities in ${unit}`,
    statements: [
      `UPDATE benefit.figure SET ${times([...QUANTITIES, 'adoption_potential'])}, ${timesExact(['exact_quantity_estimated', 'exact_quantity_counted'])} WHERE quantity_unit = ${literal(unit)}`,
    ],
  }));
  return [...amounts, ...hours, ...quantities];
}

/** Runs work after a blow, and takes the blow back. */
export async function under<T>(client: pg.Client, { statements }: Blow, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    for (const statement of statements) await client.query(statement);
    await client.query('SET LOCAL ROLE hemtag_reader');
    return await work();
  } finally {
    await client.query('ROLLBACK');
  }
}

/** How far rounding to the decimals shown may lead away from the factor. */
const isClose = (left: number, right: number): boolean => Math.abs(left - right) <= Math.max(1, Math.abs(right)) * 1e-6 + FACTOR;

/**
 * A number of one type and unit is the same after the blow, or `FACTOR` times itself; a ratio of two of them as well, or its inverse. A sum or ratio over several is none
 * of these. What was small enough to be lost in rounding says nothing.
 */
const isUnmixed = (before: number, after: number): boolean =>
  isClose(after, before * FACTOR) ||
  Math.abs(after - before) <= Math.abs(before) * 1e-6 + 0.05 ||
  Math.abs(after * FACTOR - before) <= Math.abs(before) * 1e-6 + FACTOR * 0.05;

const textsOf = ({ columns }: Answer, row: Readonly<Record<string, unknown>>): string =>
  JSON.stringify(columns.filter(({ kind, name }) => kind !== 'number' && name !== 'label').map(({ name }) => row[name]));

/** Cells that changed as only a mixture does, row by row; rows are known again by their texts, because a blow may change their order. */
export function mixtures(before: Answer, after: Answer): readonly string[] {
  const known = Map.groupBy(after.rows, (row) => textsOf(after, row));
  return before.rows.flatMap((row, index) => {
    const same = known.get(textsOf(before, row)) ?? [];
    const other = same.length === 1 ? same[0] : after.rows.length === before.rows.length ? after.rows[index] : undefined;
    if (other === undefined) return [];
    return before.columns.flatMap(({ name, kind }) => {
      const [was, is] = [row[name], other[name]];
      if (kind !== 'number' || typeof was !== 'number' || typeof is !== 'number') return [];
      return isUnmixed(was, is) ? [] : [`${name} was ${was} and is ${is}`];
    });
  });
}

/** The panels' answers to the same statements after a blow, compared with those before it. */
export async function mixturesUnder(client: pg.Client, blow: Blow, asked: readonly { readonly query: PanelQuery; readonly answer: Answer }[]): Promise<readonly string[]> {
  return under(client, blow, async () => {
    const found: string[] = [];
    for (const { query, answer } of asked) {
      const after = await answerTo(client, query.sql);
      found.push(...mixtures(answer, after).map((cell) => `${query.panel.title ?? ''} mixes ${blow.what}: ${cell}`));
    }
    return found;
  });
} // prettier-ignore
