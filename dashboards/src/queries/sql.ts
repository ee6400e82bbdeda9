import { PUBLISHED, PUBLISHED_COLUMNS, type PublishedColumn, type PublishedColumnType, type PublishedView } from '@hemtag/contracts';
import { reference, type Dimension, type Expression, type Keeps, type Measure, type SqlKind } from './expression.js';

const KINDS: Readonly<Record<PublishedColumnType, SqlKind>> = {
  text: 'text', numeric: 'number', integer: 'number', bigint: 'number', boolean: 'boolean', date: 'date', 'timestamp with time zone': 'time', jsonb: 'json', ARRAY: 'list',
}; // prettier-ignore

const AMOUNT: readonly Dimension[] = ['type', 'amountUnit'];
const QUANTITY: readonly Dimension[] = ['type', 'quantityUnit'];
/** Hours have one unit, and the types they were set free in are never one sum. */
const HOURS: readonly Dimension[] = ['type'];

/** Which columns hold what must not be summed over types and units. */
const MEASURES: readonly (readonly [RegExp, readonly Dimension[]])[] = [
  [/^figure\.(amount_(?!unit)|exact_(estimated|gross|adjusted))/, AMOUNT],
  [/^figure\.(quantity_(?!unit)|exact_quantity_|adoption_potential)/, QUANTITY],
  [/^figure\.hours_/, HOURS],
  [/^initiativeMonth\.(exact_)?(gross|running_cost|one_off_cost|net|cumulative_net)$/, AMOUNT],
  [/^planLine\.planned_amount$/, AMOUNT],
];
const DIMENSIONS: Readonly<Record<string, Dimension>> = {
  'figure.type': 'type', 'figure.amount_unit': 'amountUnit', 'figure.quantity_unit': 'quantityUnit', 'benefit.type': 'type',
  'initiativeMonth.type': 'type', 'initiativeMonth.currency': 'amountUnit', 'planLine.currency': 'amountUnit',
}; // prettier-ignore

const DIMENSION_NAMES: readonly Dimension[] = ['type', 'amountUnit', 'quantityUnit'];

interface ColumnFacts {
  readonly kind: SqlKind;
  readonly apart: readonly Dimension[] | null;
  readonly dimension: Dimension | null;
}
type NamedQueries = ReadonlyMap<string, string>;

/** Something rows come from, under an alias. */
export interface Source<Column extends string = string> {
  readonly alias: string;
  readonly text: string;
  readonly columns: Readonly<Record<Column, ColumnFacts>>;
  readonly named: NamedQueries;
  /** What is one value in all its rows. */
  readonly pinned: readonly Dimension[];
}

/** A statement with the columns of its answer. */
export interface Query<Column extends string = string> {
  readonly text: string;
  readonly columns: Readonly<Record<Column, ColumnFacts>>;
  readonly named: NamedQueries;
  readonly pinned: readonly Dimension[];
  readonly isOrdered: boolean;
}

function factsOf(view: PublishedView, column: string, type: PublishedColumnType): ColumnFacts {
  const name = `${view}.${column}`;
  return { kind: KINDS[type], apart: MEASURES.find(([pattern]) => pattern.test(name))?.[1] ?? null, dimension: DIMENSIONS[name] ?? null };
}

/** A published view under an alias. */
export function view<View extends PublishedView>(name: View, alias: string): Source<PublishedColumn<View>> {
  const columns = Object.entries(PUBLISHED_COLUMNS[name]).map(([column, type]) => [column, factsOf(name, column, type as PublishedColumnType)] as const);
  return {
    alias, text: `${PUBLISHED[name]} ${alias}`, named: new Map(), pinned: [],
    columns: Object.fromEntries(columns) as Source<PublishedColumn<View>>['columns'],
  }; // prettier-ignore
}

/** A query under a name, to read from once or more (`WITH name AS (…)`). */
export const named = <Column extends string>(alias: string, query: Query<Column>): Source<Column> => ({
  alias, text: alias, columns: query.columns, named: new Map([...query.named, [alias, query.text]]), pinned: query.pinned,
}); // prettier-ignore

/** The whole numbers from `first` to `last`, in a column. */
export const numbers = <Column extends string>(alias: string, column: Column, [first, last]: readonly [number, number]): Source<Column> => ({
  alias, text: `generate_series(${first}, ${last}) AS ${alias}(${column})`, named: new Map(), pinned: [],
  columns: { [column]: { kind: 'number', apart: null, dimension: null } } as Source<Column>['columns'],
}); // prettier-ignore

/** Texts in a column, one row for each; `list` is SQL, its texts quoted and with commas between them. */
export const texts = <Column extends string>(alias: string, column: Column, list: string): Source<Column> => ({
  alias, text: `unnest(ARRAY[${list}]) AS ${alias}(${column})`, named: new Map(), pinned: [],
  columns: { [column]: { kind: 'text', apart: null, dimension: null } } as Source<Column>['columns'],
}); // prettier-ignore

/** Rows made of expressions over the sources before it: the columns of a wide row one below the other. */
export function rows<Column extends string>(alias: string, columns: readonly Column[], values: readonly (readonly Expression[])[]): Source<Column> {
  const facts = columns.map((column, index): [Column, ColumnFacts] => {
    const cells = values.map((row) => row[index]).filter((cell) => cell !== undefined);
    const measures = cells.flatMap((cell) => [...cell.measures, ...cell.sums]);
    return [
      column,
      { kind: cells[0]?.kind ?? 'text', apart: measures.length === 0 ? null : [...new Set(measures.flatMap(({ apart }) => apart))], dimension: null },
    ];
  });
  const lines = values.map((row) => `(${row.map((cell) => cell.text).join(', ')})`).join(', ');
  return {
    alias, text: `LATERAL (VALUES ${lines}) AS ${alias}(${columns.join(', ')})`, named: new Map(), pinned: [],
    columns: Object.fromEntries(facts) as Source<Column>['columns'],
  }; // prettier-ignore
}

const name = (column: string): string => (/^[a-z_][a-z0-9_]*$/.test(column) ? column : `"${column.replaceAll('"', '""')}"`);

/** A column of a source; a name that it does not have is a type error. */
export function col<Column extends string>(source: Source<Column>, column: NoInfer<Column>): Expression {
  const { kind, apart, dimension } = source.columns[column];
  return reference({
    text: `${source.alias}.${name(column)}`,
    kind,
    measures: apart === null ? [] : [{ source: source.alias, apart }],
    keeps: dimension === null ? null : { source: source.alias, dimension },
  });
}

export interface Join {
  readonly how: 'JOIN' | 'LEFT JOIN' | 'CROSS JOIN';
  readonly to: Source;
  readonly on?: Expression;
}
export interface Order {
  readonly by: Expression;
  readonly direction: 'ASC' | 'DESC NULLS LAST';
}
export interface Select<Column extends string> {
  readonly from: Source;
  readonly joins?: readonly Join[];
  readonly columns: Readonly<Record<Column, Expression>>;
  readonly where?: readonly Expression[];
  readonly groupBy?: readonly Expression[];
  readonly having?: readonly Expression[];
  readonly orderBy?: readonly (Expression | Order)[];
  readonly limit?: number;
  readonly isDistinct?: true;
}
export const descending = (by: Expression): Order => ({ by, direction: 'DESC NULLS LAST' });

type Holds = (measure: Measure, dimension: Dimension, by: readonly Keeps[]) => boolean;

/** Whether the rows of a measure are told apart by one of `by`. A source that does not tell the dimension itself is told apart by one that it is joined with. */
function holdingIn(sources: readonly Source[]): Holds {
  const has = (source: string, dimension: Dimension): boolean =>
    sources.some(({ alias, columns }) => alias === source && Object.values<ColumnFacts>(columns).some((facts) => facts.dimension === dimension));
  return (measure, dimension, by) =>
    sources.some(({ alias, pinned }) => alias === measure.source && pinned.includes(dimension)) ||
    by.some((keeps) => keeps.dimension === dimension && (keeps.source === measure.source || !has(measure.source, dimension)));
}

/** Refuses a sum over rows of several types or units: they have to be grouped by, partitioned by, or held to one value. */
function refuseMixedSums(holds: Holds, expressions: readonly Expression[], kept: readonly Keeps[]): void {
  for (const { within, ...measure } of expressions.flatMap(({ sums }) => sums)) {
    const mixed = measure.apart.find((dimension) => !holds(measure, dimension, [...kept, ...within]));
    if (mixed !== undefined) throw new Error(`A sum of ${measure.source} mixes rows of more than one ${mixed}: group by it, or hold it to one value.`);
  }
}

const isOrder = (of: Expression | Order): of is Order => 'by' in of;

/** A statement. Sums that could mix types or units are refused here, so that no board can show one. */
export function select<Column extends string>(parts: Select<Column>): Query<Column> {
  const { from, joins = [], columns, where = [], groupBy = [], having = [], orderBy = [], limit, isDistinct } = parts;
  const sources = [from, ...joins.map(({ to }) => to)];
  const listed = Object.entries<Expression>(columns);
  const keptByGroup = groupBy.flatMap(({ keeps }) => (keeps === null ? [] : [keeps]));
  const pins = [...where, ...joins.flatMap(({ on }) => (on === undefined ? [] : [on]))].flatMap((condition) => condition.pins);
  const order = orderBy.map((of) => (isOrder(of) ? of : { by: of, direction: 'ASC' as const }));
  const holds = holdingIn(sources);
  refuseMixedSums(holds, [...listed.map(([, of]) => of), ...having, ...order.map(({ by }) => by)], [...keptByGroup, ...pins]);
  const lines = [
    `SELECT${isDistinct ? ' DISTINCT' : ''} ${listed.map(([column, of]) => `${of.text} AS ${name(column)}`).join(', ')}`,
    `FROM ${from.text}`,
    ...joins.map(({ how, to, on }) => `${how} ${to.text}${on === undefined ? '' : ` ON ${on.text}`}`),
    ...(where.length === 0 ? [] : [`WHERE ${where.map((condition) => condition.text).join(' AND ')}`]),
    ...(groupBy.length === 0 ? [] : [`GROUP BY ${groupBy.map((column) => column.text).join(', ')}`]),
    ...(having.length === 0 ? [] : [`HAVING ${having.map((condition) => condition.text).join(' AND ')}`]),
    ...(order.length === 0 ? [] : [`ORDER BY ${order.map(({ by, direction }) => (direction === 'ASC' ? by.text : `${by.text} ${direction}`)).join(', ')}`]),
    ...(limit === undefined ? [] : [`LIMIT ${limit}`]),
  ];
  const facts = listed.map(([column, of]): [string, ColumnFacts] => {
    const apart = [...new Set([...of.measures, ...of.sums].flatMap((measure) => measure.apart))];
    return [column, { kind: of.kind, apart: apart.length === 0 ? null : apart, dimension: of.keeps?.dimension ?? null }];
  });
  return {
    text: lines.join('\n'),
    columns: Object.fromEntries(facts) as Query<Column>['columns'],
    named: new Map(sources.flatMap((source) => [...source.named])),
    pinned: DIMENSION_NAMES.filter((dimension) => listed.every(([, of]) => [...of.measures, ...of.sums].every((measure) => holds(measure, dimension, pins)))),
    isOrdered: order.length > 0,
  };
}

/** The whole statement as PostgreSQL gets it. */
export const statement = (query: Query): string =>
  query.named.size === 0 ? query.text : `WITH ${[...query.named].map(([alias, text]) => `${alias} AS (\n${text}\n)`).join(',\n')}\n${query.text}`;
