import { settled } from './settled.js';

/** Plays answers and marks in order; the last of each stays. */
function playing(answers: readonly string[], marks: readonly string[]) {
  const asked = { answers: 0, marks: 0 };
  const next = (list: readonly string[], index: number): Promise<string> => Promise.resolve(list[Math.min(index, list.length - 1)] ?? '');
  return {
    asked,
    settling: {
      evaluate: () => next(answers, asked.answers++),
      mark: () => next(marks, asked.marks++),
      differs: (answer: string) => answer !== 'same',
    },
  };
}

test('an answer without differences is not asked for again, and nothing is marked', async () => {
  const { settling, asked } = playing(['same'], ['m']);
  expect(await settled(settling)).toBe('same');
  expect(asked).toEqual({ answers: 1, marks: 0 });
});

test('a difference that was only usage arriving goes away', async () => {
  const { settling, asked } = playing(['differs', 'same'], ['m1', 'm2']);
  expect(await settled(settling)).toBe('same');
  expect(asked.answers).toBe(2);
});

test('a difference while nothing changes is one', async () => {
  const { settling, asked } = playing(['differs'], ['m']);
  expect(await settled(settling)).toBe('differs');
  expect(asked).toEqual({ answers: 2, marks: 2 });
});

test('where facts never rest, the last answer is given', async () => {
  const { settling, asked } = playing(['differs'], ['1', '2', '3', '4', '5', '6', '7', '8']);
  expect(await settled(settling)).toBe('differs');
  expect(asked.answers).toBe(4);
});
