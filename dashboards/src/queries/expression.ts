/** What a value is for whoever reads the answer of a query. */
export type SqlKind = 'text' | 'number' | 'date' | 'time' | 'boolean' | 'json' | 'list';

/** What keeps amounts apart: a sum belongs to one benefit type and one unit. */
export type Dimension = 'type' | 'amountUnit' | 'quantityUnit';

/** An amount, quantity or number of hours of a source, and the dimensions over which it must not be summed. */
export interface Measure {
  readonly source: string;
  readonly apart: readonly Dimension[];
}

/** One dimension as a source has it. */
export interface Keeps {
  readonly source: string;
  readonly dimension: Dimension;
}

/** A piece of SQL that knows which measures it holds, which of them it sums, and what it holds fast. */
export interface Expression {
  readonly text: string;
  readonly kind: SqlKind;
  readonly measures: readonly Measure[];
  /** Measures that stand within a sum; `within` are the dimensions that the sum's own partition keeps apart. */
  readonly sums: readonly (Measure & { readonly within: readonly Keeps[] })[];
  /** Set where the expression is nothing but a column that tells types or units apart. */
  readonly keeps: Keeps | null;
  /** Set where it is a condition that holds types or units to one value. */
  readonly pins: readonly Keeps[];
}

const AGGREGATE = /\b(sum|avg|string_agg\s*\(\s*distinct\s+on|published)\b/i;
const STATEMENT = /\b(select|from\s+published|join)\b|;|--/i;

const plain = (text: string, kind: SqlKind): Expression => ({ text, kind, measures: [], sums: [], keeps: null, pins: [] });

const merged = (parts: readonly Expression[], text: string, kind: SqlKind): Expression => ({
  ...plain(text, kind),
  measures: parts.flatMap(({ measures }) => measures),
  sums: parts.flatMap(({ sums }) => sums),
});

function expressionOf(kind: SqlKind, strings: readonly string[], parts: readonly (Expression | number)[]): Expression {
  for (const literal of strings) {
    const withoutTexts = literal.replace(/'[^']*'/g, "''");
    if (AGGREGATE.test(withoutTexts)) throw new Error(`Sums are made by sum() and views are read by view(), which know what must stay apart: ${literal}`);
    if (STATEMENT.test(withoutTexts)) throw new Error(`A statement is made by select(): ${literal}`);
  }
  const text = strings.map((literal, index) => literal + textOf(parts[index])).join('');
  return merged(parts.filter((part) => typeof part !== 'number'), text, kind); // prettier-ignore
}

const textOf = (part: Expression | number | undefined): string => (part === undefined ? '' : typeof part === 'number' ? String(part) : part.text);

type Tag = (strings: TemplateStringsArray, ...parts: (Expression | number)[]) => Expression;
const tag =
  (kind: SqlKind): Tag =>
  (strings, ...parts) =>
    expressionOf(kind, strings, parts);

/** Expressions by what they give: `number` with numbers, `text` with text, and so on. Only expressions and whole numbers can be put in. */
export const [text, number, boolean, date, time] = [tag('text'), tag('number'), tag('boolean'), tag('date'), tag('time')] as const;

export const quoted = (value: string): string => `'${value.replaceAll("'", "''")}'`;
/** A text as a literal. */
export const literal = (value: string): Expression => plain(quoted(value), 'text');
/** Texts to pick one of by its number, from 1 on. */
export const listOf = (values: readonly string[]): Expression => plain(`ARRAY[${values.map(quoted).join(', ')}]`, 'list');
/** A column or another name that needs no quotes, made by the builder alone. */
export const reference = (expression: Omit<Expression, 'sums' | 'pins'>): Expression => ({ ...expression, sums: [], pins: [] });

/** Sum of a measure, or of plain numbers; of the rows that `only` lets through. */
export const sum = (of: Expression, only?: Expression): Expression => ({
  ...plain(`sum(${of.text})${only === undefined ? '' : ` FILTER (WHERE ${only.text})`}`, 'number'),
  sums: [...of.sums, ...of.measures.map((measure) => ({ ...measure, within: [] }))],
});

/** Sum of a quantity; null where its rows are counted in more than one unit. Keeps the unit apart by itself. */
export function sumOfOneUnit(of: Expression, unit: Expression, only?: Expression): Expression {
  const { keeps } = unit;
  if (keeps === null) throw new Error('The unit of a quantity is a column of its view.');
  const filter = only === undefined ? '' : ` FILTER (WHERE ${only.text})`;
  return {
    ...plain(`CASE WHEN count(DISTINCT ${unit.text})${filter} <= 1 THEN sum(${of.text})${filter} END`, 'number'),
    sums: [...of.sums, ...of.measures.map((measure) => ({ ...measure, within: [keeps] }))],
  };
}

/** The sum of all rows up to this one. `by` are the columns that begin anew. */
export function runningSum(of: Expression, { by = [], order }: { readonly by?: readonly Expression[]; readonly order: Expression }): Expression {
  const within = by.flatMap(({ keeps }) => (keeps === null ? [] : [keeps]));
  const partition = by.length === 0 ? '' : `PARTITION BY ${by.map((column) => column.text).join(', ')} `;
  return {
    ...plain(`sum(${of.text}) OVER (${partition}ORDER BY ${order.text})`, 'number'),
    sums: [...of.sums, ...of.measures.map((measure) => ({ ...measure, within })), ...of.sums.map((inner) => ({ ...inner, within }))],
  };
}

/** A calculation whose result is of the unit of one of its parts: a quantity times an amount for one unit is an amount. */
export const inUnitOf = (part: Expression, of: Expression): Expression => ({ ...of, measures: part.measures, sums: part.sums });

/** A code as a word; a code without one stays as it is. */
export const inWords = (of: Expression, words: Readonly<Record<string, string>>): Expression =>
  merged([of], `CASE ${of.text} ${Object.entries(words).map(([code, word]) => `WHEN ${quoted(code)} THEN ${quoted(word)}`).join(' ')} ELSE ${of.text} END`, 'text'); // prettier-ignore

/** A condition that holds types or units to one value, said by whoever wrote it. */
export const pinned = (condition: Expression, ...keeps: readonly Expression[]): Expression => ({
  ...condition,
  pins: keeps.flatMap((of) => (of.keeps === null ? [] : [of.keeps])),
});
