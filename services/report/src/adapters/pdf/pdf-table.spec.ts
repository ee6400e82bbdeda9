import { breakable } from './pdf-table.js';

const paper = { width: 60, fontSize: 8 };
const BREAK = '\u200B';

describe('places where a long word may be broken on paper', () => {
  it('leaves a text that fits as it is', () => expect(breakable('Två korta ord', paper)).toBe('Två korta ord'));
  it('breaks a compound with a hyphen before its last part', () =>
    expect(breakable('Omfördelningsnytta', { width: 65, fontSize: 8 })).toBe(`Omfördelnings-${BREAK}nytta`));
  it('gives a name no character that it does not have', () => {
    expect(breakable('x'.repeat(300), paper).replaceAll(BREAK, '')).toBe('x'.repeat(300));
    expect(
      Math.max(
        ...breakable('x'.repeat(300), paper)
          .split(BREAK)
          .map((part) => part.length),
      ),
    ).toBeLessThanOrEqual(12);
  });
  it('never parts a character of two units', () =>
    expect(
      breakable('𝕏'.repeat(30), paper)
        .split(BREAK)
        .every((part) => part.isWellFormed()),
    ).toBe(true));
});
