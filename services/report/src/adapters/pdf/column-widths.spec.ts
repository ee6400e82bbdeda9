import { columnWidths } from './column-widths.js';

const columns = (...heads: readonly (readonly [head: string, weight: number, align: 'start' | 'end'])[]) => ({
  columns: heads.map(([head, weight, align]) => ({ head, weight, align })),
});
// 200 points less 7 for the padding of each of two columns are 186.
const paper = { width: 200, fontSize: 10 };
const rounded = (widths: readonly number[]): readonly number[] => widths.map((width) => Math.round(width * 10) / 10);

it('gives every word of a head its room, taken from columns of text', () => {
  // By weight 18.6 and 167.4. Evidence is 8 252 / 2048 font sizes wide, 40.3 points: 21.7 more.
  expect(rounded(columnWidths(columns(['Evidence', 1, 'end'], ['Benefit', 9, 'start']), paper))).toEqual([40.3, 145.7]);
  // A compound needs its longer part with the hyphen only: 16 231 / 2048.
  expect(rounded(columnWidths(columns(['Implementeringskostnad', 1, 'end'], ['Benefit', 9, 'start']), paper))).toEqual([79.3, 106.7]);
});
it('follows the weights where every head has room, and where there is none to take', () => {
  expect(columnWidths(columns(['A', 1, 'end'], ['B', 2, 'start']), paper)).toEqual([62, 124]);
  expect(columnWidths(columns(['Realisationsgraden', 1, 'end'], ['Realisationsgraden', 1, 'start']), { ...paper, fontSize: 20 })).toEqual([93, 93]);
});
