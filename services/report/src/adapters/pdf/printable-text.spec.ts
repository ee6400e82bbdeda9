import { printable } from './printable-text.js';

describe('what the fonts on board can draw', () => {
  it.each([
    ['ordinary names', 'Sundsvalls kommun – Øst, čđŋšŧž, Ελληνικά, кириллица', 'Sundsvalls kommun – Øst, čđŋšŧž, Ελληνικά, кириллица'],
    ['numbers and signs', '−1\u00A0234,50 € ≥ ½', '−1\u00A0234,50 € ≥ ½'],
    ['an arrow, which is said with two signs', 'hourly-cost: 1 → 2', 'hourly-cost: 1 -> 2'],
    ['a script that is not on board', '漢字 AB', '\uFFFD\uFFFD AB'],
    ['a character of two units as one', '😀!', '\uFFFD!'],
  ])('is kept or replaced: %s', (_, text, shown) => expect(printable(text)).toBe(shown));
});
