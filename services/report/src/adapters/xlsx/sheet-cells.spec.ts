import { columnLetters, totalFormula } from './sheet-cells.js';

describe('letters of a column', () => {
  it.each([[1, 'A'], [26, 'Z'], [27, 'AA'], [52, 'AZ'], [53, 'BA'], [703, 'AAA']])('%d is %s', (column, letters) => {
    expect(columnLetters(column)).toBe(letters);
  }); // prettier-ignore
});

describe('the formula of a total', () => {
  const cells = [] as const;
  it('sums the lines that say the same, letter by letter', () => {
    expect(totalFormula({ cells, over: [1, 2], sums: [4] }, 4, { first: 6, last: 55 }, { row: 57, roundingRow: null })).toBe(
      'SUMPRODUCT(1*EXACT($B$6:$B$55,$B57)*EXACT($C$6:$C$55,$C57),E$6:E$55)',
    );
  });
  it('takes in what rounding leaves over, from the row above', () => {
    expect(totalFormula({ cells, over: [], sums: [4] }, 4, { first: 6, last: 55 }, { row: 57, roundingRow: 56 })).toBe('SUM(E$6:E$55)+E56');
  });
});
