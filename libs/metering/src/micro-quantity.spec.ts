import { microQuantity, microQuantityText } from './micro-quantity.js';

describe('quantity in millionths', () => {
  it.each([
    ['0', 0n],
    ['1', 1_000_000n],
    ['0.25', 250_000n],
    ['0.000001', 1n],
    ['-2.5', -2_500_000n],
    ['999999999999999.999999', 999_999_999_999_999_999_999n],
  ])('reads and writes %s', (text, micros) => {
    expect(microQuantity(text)).toBe(micros);
    expect(microQuantityText(micros)).toBe(text);
  });

  it('drops trailing zeros', () => {
    expect(microQuantityText(microQuantity('10.50'))).toBe('10.5');
    expect(microQuantityText(microQuantity('100'))).toBe('100');
  });

  it.each(['', '1.', '.5', '1e3', '0.0000001', 'NaN', ' 1', '１'])('refuses %j', (text) => {
    expect(() => microQuantity(text)).toThrow('quantity');
  });
});
