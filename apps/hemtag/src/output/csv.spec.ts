import { csvText } from './csv.js';

const columns = [{ header: 'a', cell: (row: { readonly a: string | number | boolean | null }) => row.a }];
const cell = (a: string | number | boolean | null): string => csvText(columns, [{ a }]).slice('a\n'.length, -1);

it.each([
  ['=1+1', "'=1+1"],
  ['+46 70', "'+46 70"],
  ['-x', "'-x"],
  ['@cmd', "'@cmd"],
  ['\tx', "'\tx"],
  ['-12.50', '-12.50'],
  [-3, '-3'],
  ['plain', 'plain'],
  [null, ''],
  [true, 'true'],
])('keeps %j harmless: %s', (value, text) => {
  expect(cell(value)).toBe(text);
});

it('quotes what would break the line', () => {
  expect(cell('a,"b"\nc')).toBe('"a,""b""\nc"');
});
