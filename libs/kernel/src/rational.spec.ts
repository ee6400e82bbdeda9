import { exactText, formatAmount, formatFixed, formatQuantity, parseRational, rational, sum } from './rational.js';

describe('exact numbers', () => {
  test('fractions stay exact until they are printed', () => {
    expect(formatAmount(rational('9000').mul(rational('11/9')))).toBe('11000.00');
    // 36.465 exactly: a 40-digit decimal of 11/9 would fall just below the half and print 36.46.
    expect(formatAmount(rational('225').mul(rational('11/9')).mul(rational('0.1326')))).toBe('36.47');
  });

  test('halves go away from zero and there is no minus zero', () => {
    expect(['0.005', '-0.005', '0.0049', '-0.0049', '2.675', '-2.675', '1', '-12.3'].map((text) => formatAmount(rational(text)))).toEqual([
      '0.01',
      '-0.01',
      '0.00',
      '0.00',
      '2.68',
      '-2.68',
      '1.00',
      '-12.30',
    ]);
    expect(formatFixed(rational('-1/3'), 0)).toBe('0');
    expect(formatFixed(rational('5/2'), 0)).toBe('3');
  });

  test('quantities have at most six decimals and no trailing zeros', () => {
    expect(['100', '1200', '0.5', '1/3', '2/3', '-0.0000004', '10.250000'].map((text) => formatQuantity(rational(text)))).toEqual([
      '100',
      '1200',
      '0.5',
      '0.333333',
      '0.666667',
      '0',
      '10.25',
    ]);
  });

  test.each(['', ' 1', '1e3', 'NaN', 'Infinity', '1/0', '1.', '.5', '1,5', '+1', '0x1', '1_000', '--1', '1/2/3'])('%j is not a number', (text) => {
    expect(parseRational(text)).toBeNull();
  });

  test('the lossless text reads back as the same number', () => {
    for (const text of ['11/9', '-7/12', '0', '42', '0.1326']) expect(rational(exactText(rational(text))).equals(rational(text))).toBe(true);
    expect(exactText(rational('-0.50'))).toBe('-1/2');
  });

  test('a year of twelfths is the year', () => {
    expect(exactText(sum(Array.from({ length: 12 }, () => rational('250000').div(rational('12')))))).toBe('250000');
  });
});
