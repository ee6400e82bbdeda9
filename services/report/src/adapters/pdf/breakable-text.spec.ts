import { breakable, textWidth } from './breakable-text.js';

const paper = { width: 60, fontSize: 8 };
const BREAK = '\u200B';
const lengths = (text: string): readonly number[] => text.split(BREAK).map((part) => part.length);

// The advances of Roboto Medium stand in its hmtx table, in 2048ths of the font size; read there by hand for these words.
it.each([
  ['Evidence', 8252],
  ['Omfördelnings-', 14290],
  ['Å', 1358],
])('%s is as wide as the font says', (text, advances) => expect(textWidth(text)).toBeCloseTo(advances / 2048, 10));

describe('places where a long word may be broken on paper', () => {
  it('leaves a text that fits as it is', () => expect(breakable('Två korta ord', paper)).toBe('Två korta ord'));
  it('breaks a compound with a hyphen before its last part, and leaves it whole where it fits', () => {
    expect(breakable('Omfördelningsnytta', { width: 65, fontSize: 8 })).toBe(`Omfördelnings-${BREAK}nytta`);
    // 12 807 / 2048 at 8 points are 50.03.
    expect([breakable('Nyttoansvarig', { width: 50.1, fontSize: 8 }), breakable('Nyttoansvarig', { width: 50, fontSize: 8 })]).toEqual([
      'Nyttoansvarig',
      `Nytto-${BREAK}ansvarig`,
    ]);
  });
  it('gives a name no character that it does not have, and as much room as its letters take', () => {
    // An x is 4.02 points wide and a W 7.04.
    expect(breakable('x'.repeat(30), paper)).toBe(['x'.repeat(14), 'x'.repeat(14), 'xx'].join(BREAK));
    expect(lengths(breakable('W'.repeat(20), paper))).toEqual([8, 8, 4]);
  });
  it('gives a column that is narrower than a letter a letter to a line', () => expect(lengths(breakable('WW', { width: 1, fontSize: 8 }))).toEqual([1, 1]));
  it('never parts a character of two units', () =>
    expect(
      breakable('𝕏'.repeat(30), paper)
        .split(BREAK)
        .every((part) => part.isWellFormed()),
    ).toBe(true));
});
