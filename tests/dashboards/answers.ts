import pg from 'pg';

/** The kinds of columns that a panel may declare. */
export type Kind = 'text' | 'number' | 'date' | 'time' | 'boolean' | 'json' | 'list' | 'other';

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly kind: Kind }[];
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

const KINDS: Readonly<Record<number, Kind>> = {
  16: 'boolean', 20: 'number', 21: 'number', 23: 'number', 25: 'text', 114: 'json', 700: 'number', 701: 'number', 1009: 'list', 1043: 'text', 1082: 'date',
  1184: 'time', 1700: 'number', 3802: 'json',
}; // prettier-ignore

/** Numbers as Grafana gets them, which are JavaScript's; a day as its text. */
const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => {
    if (KINDS[oid] === 'number') return (value: string) => Number(value);
    if (oid === 1082) return (value: string) => value;
    return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
  },
};

/** One statement on a connection; an error names the statement. */
export async function answerTo(client: pg.Client, sql: string): Promise<Answer> {
  try {
    const { fields, rows } = await client.query<Record<string, unknown>>({ text: sql, types: TYPES });
    return { columns: fields.map(({ name, dataTypeID }) => ({ name, kind: KINDS[dataTypeID] ?? 'other' })), rows };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${sql}`, { cause: error });
  }
}
