import { boolean, inWords, literal, number, pinned, runningSum, sum, sumOfOneUnit, text } from './expression.js';
import { valuesOf } from '../variables.js';
import { col, descending, named, numbers, rows, select, statement, view } from './sql.js';
import { sqlTarget } from './targets.js';

const f = view('figure', 'f');
const gross = col(f, 'exact_gross');
const [type, unit] = [col(f, 'type'), col(f, 'amount_unit')];

test('a query is written clause by clause, with its columns and what they are', () => {
  const query = select({
    from: f,
    columns: { Month: text`to_char(${col(f, 'month')}, 'YYYY-MM')`, type, gross: sum(gross, boolean`${col(f, 'complete')}`) },
    where: [boolean`${col(f, 'tenant')} = ${literal("O'Brien")}`],
    groupBy: [col(f, 'month'), type, unit],
    orderBy: [col(f, 'month'), descending(sum(gross))],
    limit: 5,
  });
  expect(statement(query)).toBe(
    [
      `SELECT to_char(f.month, 'YYYY-MM') AS "Month", f.type AS type, sum(f.exact_gross) FILTER (WHERE f.complete) AS gross`,
      'FROM published.figure f',
      `WHERE f.tenant = 'O''Brien'`,
      'GROUP BY f.month, f.type, f.amount_unit',
      'ORDER BY f.month, sum(f.exact_gross) DESC NULLS LAST',
      'LIMIT 5',
    ].join('\n'),
  );
  expect(sqlTarget(query).columns).toEqual([
    { name: 'Month', kind: 'text' },
    { name: 'type', kind: 'text' },
    { name: 'gross', kind: 'number' },
  ]);
});

test('a name of a view or a column that does not exist is no program', () => {
  // @ts-expect-error a view
  expect(() => view('figur', 'f')).toThrow();
  // @ts-expect-error a column
  expect(() => col(f, 'amount_groß')).toThrow();
});

test.each([
  ['without any group', [], /more than one type/],
  ['by type alone', [type], /more than one amountUnit/],
  ['by unit alone', [unit], /more than one type/],
  ['by something that is no column', [text`${type} || 'x'`, unit], /more than one type/],
])('a sum %s is refused', (_name, groupBy, fault) => {
  expect(() => select({ from: f, columns: { gross: sum(gross) }, groupBy })).toThrow(fault);
});

test('a sum that is hidden in another expression, in the order or behind a named query is refused as well', () => {
  expect(() => select({ from: f, columns: { rate: number`100 * ${sum(gross)} / 2` } })).toThrow(/mixes/);
  expect(() => select({ from: f, columns: { type }, groupBy: [type], orderBy: [sum(gross)] })).toThrow(/mixes/);
  const byUnit = named('n', select({ from: f, columns: { type, unit, gross: sum(gross) }, groupBy: [type, unit] }));
  expect(() => select({ from: byUnit, columns: { all: sum(col(byUnit, 'gross')) } })).toThrow(/mixes/);
  const lost = named('n', select({ from: f, columns: { gross: sum(gross) }, groupBy: [type, unit] }));
  expect(() => select({ from: lost, columns: { all: sum(col(lost, 'gross')) } })).toThrow(/mixes/);
  const listed = rows('r', ['value'], [[gross]]);
  expect(() => select({ from: f, joins: [{ how: 'CROSS JOIN', to: listed }], columns: { all: sum(col(listed, 'value')) } })).toThrow(/mixes/);
});

test('running sums begin anew with type and unit, or are refused', () => {
  const order = col(f, 'month');
  expect(() => select({ from: f, columns: { so_far: runningSum(gross, { order }) } })).toThrow(/mixes/);
  expect(select({ from: f, columns: { so_far: runningSum(gross, { by: [type, unit], order }) } }).text).toContain('PARTITION BY f.type, f.amount_unit ORDER BY f.month');
}); // prettier-ignore

test('rows of one type and one unit may be summed, and stay of one type and unit behind a name', () => {
  const isOne = pinned(boolean`${type} = 'FINANCIAL' AND ${unit} = 'SEK'`, type, unit);
  expect(select({ from: f, columns: { gross: sum(gross) }, where: [isOne] }).pinned).toEqual(['type', 'amountUnit']);
  const months = named('m', select({ from: f, columns: { month: col(f, 'month'), gross: sum(gross) }, where: [isOne], groupBy: [col(f, 'month')] }));
  expect(select({ from: months, columns: { all: sum(col(months, 'gross')) } }).text).toContain('sum(m.gross)');
  const other = view('figure', 'g');
  expect(() => select({ from: f, joins: [{ how: 'CROSS JOIN', to: other }], columns: { all: sum(col(other, 'exact_gross')) }, where: [isOne] })).toThrow(
    /sum of g/,
  );
});

test('hours want their type, quantities their own unit, and a plan line the type of the benefit that it is joined with', () => {
  expect(() => select({ from: f, columns: { hours: sum(col(f, 'hours_gross')) } })).toThrow(/type/);
  expect(select({ from: f, columns: { hours: sum(col(f, 'hours_gross')) }, groupBy: [type] }).text).toContain('sum(f.hours_gross)');
  const counted = col(f, 'quantity_counted');
  expect(() => select({ from: f, columns: { counted: sum(counted) }, groupBy: [type, unit] })).toThrow(/quantityUnit/);
  expect(select({ from: f, columns: { counted: sumOfOneUnit(counted, col(f, 'quantity_unit')) }, groupBy: [type] }).text).toContain('count(DISTINCT f.quantity_unit) <= 1');
  const [p, b] = [view('planLine', 'p'), view('benefit', 'b')];
  const planned = { from: p, columns: { planned: sum(col(p, 'planned_amount')) } };
  expect(() => select({ ...planned, groupBy: [col(p, 'currency')] })).toThrow(/type/);
  expect(select({ ...planned, joins: [{ how: 'JOIN', to: b }], groupBy: [col(p, 'currency'), col(b, 'type')] }).text).toContain('sum(p.planned_amount)');
}); // prettier-ignore

test('sums and statements cannot be written out', () => {
  expect(() => number`sum(f.exact_gross)`).toThrow(/Sums are made/);
  expect(() => number`avg(${gross})`).toThrow(/Sums are made/);
  expect(() => boolean`EXISTS (SELECT 1)`).toThrow(/A statement is made/);
  expect(() => text`x; DROP TABLE y`).toThrow(/A statement is made/);
  expect(text`coalesce(${type}, 'the sum; select')`.text).toContain('the sum');
});

test('a target has an order, and one of a time series its time', () => {
  const query = { from: f, columns: { type } };
  expect(() => sqlTarget(select(query))).toThrow(/no order/);
  expect(() => sqlTarget(select({ ...query, orderBy: [type] }), { format: 'time_series' })).toThrow(/no column time/);
});

test('codes become words, and a series of numbers has one column', () => {
  expect(inWords(type, { FINANCIAL: 'finansiell' }).text).toBe(`CASE f.type WHEN 'FINANCIAL' THEN 'finansiell' ELSE f.type END`);
  const m = numbers('m', 'number', [1, 12]);
  expect(statement(select({ from: m, columns: { number: col(m, 'number') }, orderBy: [col(m, 'number')] }))).toContain('generate_series(1, 12) AS m(number)');
});

test('the values of a variable are rows to join with, and a join with them keeps no types apart', () => {
  const chosen = valuesOf('kind', 'chosen', 'kind');
  const sums = named('sums', select({ from: f, columns: { type, gross: sum(gross) }, groupBy: [type, unit] }));
  const joins = [{ how: 'JOIN', to: chosen, on: boolean`${col(chosen, 'kind')} = ${col(sums, 'type')}` }] as const;
  expect(statement(select({ from: sums, joins, columns: { gross: col(sums, 'gross') } }))).toMatch(
    /FROM sums\nJOIN unnest\(ARRAY\[\$\{kind:sqlstring\}\]\) AS chosen\(kind\) ON chosen\.kind = sums\.type$/,
  );
  expect(() => select({ from: sums, joins, columns: { gross: sum(col(sums, 'gross')) } })).toThrow(/mixes rows of more than one type/);
});
