import { rawLines } from './raw-lines.js';

async function split(chunks: readonly string[], maxBytes = 100): Promise<(string | null)[]> {
  const stream = async function* (): AsyncGenerator<Buffer> {
    for (const chunk of chunks) yield Buffer.from(chunk);
  };
  const texts: (string | null)[] = [];
  for await (const { number, bytes } of rawLines(stream(), { maxBytes })) {
    texts.push(bytes === null ? null : bytes.toString());
    expect(number).toBe(texts.length);
  }
  return texts;
}

it('splits at line feeds, wherever the chunks end', async () => {
  expect(await split(['one\ntw', 'o\n\nthr', 'ee'])).toEqual(['one', 'two', '', 'three']);
  expect(await split(['one\n'])).toEqual(['one']);
  expect(await split([])).toEqual([]);
});

it('splits nowhere else: JSON text may hold these characters', async () => {
  expect(await split(['a\u2028b\u2029c\u0085d\rstill'])).toEqual(['a\u2028b\u2029c\u0085d\rstill']);
});

it('passes over what is too long and goes on behind it', async () => {
  expect(await split(['1234', '56', '\nshort\n12345\n'], 5)).toEqual([null, 'short', '12345']);
});
