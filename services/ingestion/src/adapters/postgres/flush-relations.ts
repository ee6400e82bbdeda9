/** The rows that go into a flush, as relations: each column is one array parameter. The order here is the order of the parameters. */
const RELATIONS = {
  partition: {
    topic: 'text', partition_id: 'integer', epoch: 'bigint', first_offset: 'bigint', next_offset: 'bigint',
    accepted: 'bigint', duplicate: 'bigint', conflict: 'bigint', rejected: 'bigint', skipped: 'bigint',
  },
  event: {
    tenant: 'text', series_id: 'integer', day: 'date', identity: 'uuid', content_hash: 'uuid', amendments: 'smallint', is_reserved: 'boolean', id: 'text',
    time_ms: 'bigint', quantity: 'numeric', measures: 'jsonb', final: 'boolean', reference: 'boolean', record_partition: 'integer', record_offset: 'bigint',
  },
  claim: {
    tenant: 'text', identity: 'uuid', content_hash: 'uuid', day: 'date', series_id: 'integer', kind: 'smallint', amendments: 'smallint',
  },
  fulfil: {
    tenant: 'text', identity: 'uuid', content_hash: 'uuid', day: 'date', series_id: 'integer', kind: 'smallint', was: 'smallint', amendments: 'smallint',
  },
  amended: { tenant: 'text', identity: 'uuid', is_reserved: 'boolean', was: 'smallint', amendments: 'smallint' },
  aggregate: {
    tenant: 'text', series_id: 'integer', period_end_ms: 'bigint', identity: 'uuid', period_start_ms: 'bigint', mode: 'text', revision: 'bigint',
    complete: 'boolean', id: 'text', time_ms: 'bigint', quantity: 'numeric', measures: 'jsonb', final: 'boolean', reference: 'boolean',
    record_partition: 'integer', record_offset: 'bigint',
  },
  aggregate_series: { tenant: 'text', series_id: 'integer', was: 'bigint' },
  amendment: {
    tenant: 'text', target: 'uuid', identity: 'uuid', source: 'text', id: 'text', time_ms: 'bigint', usage_values: 'jsonb', reason: 'text',
    record_partition: 'integer', record_offset: 'bigint',
  },
  feed: { tenant: 'text', source: 'text', subject: 'text', day: 'date', feed: 'text' },
  incomplete: { tenant: 'text', source: 'text', day: 'date', aggregates: 'integer' },
  raise: { tenant: 'text', series_id: 'integer', day: 'date', quantity: 'numeric', events: 'bigint' },
  lower: { tenant: 'text', series_id: 'integer', day: 'date', quantity: 'numeric', events: 'bigint' },
  message: { series_id: 'integer', day: 'date', key: 'text', head: 'text', headers: 'json' },
  activity: { tenant: 'text', source: 'text', day: 'date', first_ms: 'bigint', last_ms: 'bigint', events: 'bigint' },
  count: { tenant: 'text', source: 'text', accepted: 'bigint', duplicate: 'bigint', conflict: 'bigint', rejected: 'bigint' },
  reject: {
    tenant: 'text', topic: 'text', partition_id: 'integer', record_offset: 'bigint', source: 'text', code: 'text', pointer: 'text', detail: 'text',
    record_key: 'bytea', record_headers: 'bytea', value_at: 'integer', value_size: 'integer', record_time: 'timestamptz', masked: 'boolean', kept_hash: 'uuid', refused_hash: 'uuid',
    headers: 'json',
  },
} as const; // prettier-ignore

export type RelationName = keyof typeof RELATIONS;
export type Cell = string | number | bigint | boolean | Buffer | null;
type Row<Name extends RelationName> = Readonly<Record<keyof (typeof RELATIONS)[Name], Cell>>;
/** The rows of every relation, in the order in which they are to be written, and the values of the rejected records, one behind the other. */
export type FlushRows = { readonly [Name in RelationName]: readonly Row<Name>[] } & { readonly values: Buffer };

const NAMES = Object.keys(RELATIONS) as RelationName[];
const columnsOf = (name: RelationName): readonly [string, string][] => Object.entries(RELATIONS[name]);

const FIRST_PARAMETER = new Map<RelationName, number>();
/** Behind those of the relations. */
const VALUES_PARAMETER = NAMES.reduce((next, name) => {
  FIRST_PARAMETER.set(name, next);
  return next + columnsOf(name).length;
}, 1);

/** The value of a rejected record. A value may be some MiB: as bytes it is copied once, as text in an array several times and at twice the size. */
export const RECORD_VALUE = `substring($${VALUES_PARAMETER}::bytea FROM value_at + 1 FOR value_size)`;

/** A FROM item with the rows of a relation under its name. */
export function relation(name: RelationName): string {
  const first = FIRST_PARAMETER.get(name) ?? 0;
  const arrays = columnsOf(name).map(([, type], index) => `$${first + index}::${type}[]`);
  return `unnest(${arrays.join(', ')}) AS ${name} (${columnsOf(name).map(([column]) => column).join(', ')})`; // prettier-ignore
}

/** The number of rows of a relation. */
export const rowsOf = (name: RelationName): string => `cardinality($${FIRST_PARAMETER.get(name) ?? 0}::${columnsOf(name)[0]?.[1] ?? ''}[])`;

const NEEDS_ESCAPE = /["\\]/;
const quoted = (text: string): string => (NEEDS_ESCAPE.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`);

function element(cell: Cell): string {
  if (cell === null) return 'NULL';
  if (typeof cell === 'string') return quoted(cell);
  return Buffer.isBuffer(cell) ? quoted(`\\x${cell.toString('hex')}`) : String(cell);
}

/** An array of texts (or of what is written as text), as a literal. */
export const textArray = (values: readonly Cell[]): string => `{${values.map(element).join(',')}}`;

// Of these types no value needs quotes.
const BARE: ReadonlySet<string> = new Set(['integer', 'bigint', 'smallint', 'numeric', 'boolean', 'uuid', 'date']);

function columnArray(rows: readonly Readonly<Record<string, Cell>>[], column: string, type: string): string {
  const isBare = BARE.has(type);
  let text = '{';
  for (const row of rows) {
    const cell = row[column] ?? null;
    if (text.length > 1) text += ',';
    text += isBare ? String(cell ?? 'NULL') : element(cell);
  }
  return `${text}}`;
}

/** The parameters of the flush statement: array literals, which are several times cheaper to make here than in the driver. */
export const parametersOf = (rows: FlushRows): readonly (string | Buffer)[] => [
  ...NAMES.flatMap((name) => columnsOf(name).map(([column, type]) => columnArray(rows[name], column, type))),
  rows.values,
];
