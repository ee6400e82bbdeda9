import { greymap, inkInMargins, overlappingWords, wordPages } from './page-geometry.js';

const word = (text: string, left: number, right: number, top = 100): string =>
  `    <word xMin="${left}" yMin="${top}" xMax="${right}" yMax="${top + 10}">${text}</word>\n`;
const printed = (words: string): string => `<doc>\n  <page width="595.28" height="841.89">\n${words}  </page>\n</doc>`;
const overlaps = (words: string): readonly string[] => wordPages(printed(words)).flatMap(overlappingWords);

it('sees a word that runs into the next column, and leaves what only touches', () => {
  expect(overlaps(word('Servicecenter', 40, 110) + word('1 234,00', 100, 140))).toEqual(['Servicecenter / 1 234,00']);
  expect(overlaps(word('Servicecenter', 40, 100.5) + word('1 234,00', 100, 140))).toEqual([]);
  // Lines of 10 points, 6.5 apart share 3.5; 5 apart they share half.
  expect(overlaps(word('above', 40, 90) + word('below', 40, 90, 106.5))).toEqual([]);
  expect(overlaps(word('above', 40, 90) + word('below', 40, 90, 105))).toEqual(['above / below']);
});

it('sees ink in the margins of a picture and nowhere else', () => {
  const points = new Uint8Array(10 * 3).fill(255);
  points[10 + 4] = 0; // in the middle
  const picture = (): Uint8Array => Buffer.concat([Buffer.from('P5\n10 3\n255\n'), points]);
  expect(inkInMargins(greymap(picture()), 2)).toBe(0);
  points[20 + 1] = 200;
  points[20 + 9] = 0;
  expect(inkInMargins(greymap(picture()), 2)).toBe(2);
  expect(() => greymap(Buffer.from('P6 10 3 255 '))).toThrow('no binary greymap');
});
