/** A word on a page, in points from the upper left corner. */
export interface PageWord {
  readonly text: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}
export interface WordPage {
  readonly width: number;
  readonly height: number;
  readonly words: readonly PageWord[];
}

const PAGE = /<page width="([\d.]+)" height="([\d.]+)">(.*?)<\/page>/gs;
const WORD = /<word xMin="([-\d.]+)" yMin="([-\d.]+)" xMax="([-\d.]+)" yMax="([-\d.]+)">(.*?)<\/word>/gs;

/** What `pdftotext -bbox` prints. */
export const wordPages = (printed: string): readonly WordPage[] =>
  [...printed.matchAll(PAGE)].map(([, width, height, content = '']) => ({
    width: Number(width),
    height: Number(height),
    words: [...content.matchAll(WORD)].map(([, left, top, right, bottom, text = '']) => ({
      text,
      left: Number(left),
      top: Number(top),
      right: Number(right),
      bottom: Number(bottom),
    })),
  }));

/** Boxes have the height of the font and not of the letters, so those of two close lines touch. */
const SAME_LINE_SHARE = 0.4;
const TOUCHING_POINTS = 1;

function isOver(a: PageWord, b: PageWord): boolean {
  const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
  const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
  return across > TOUCHING_POINTS && down > SAME_LINE_SHARE * Math.min(a.bottom - a.top, b.bottom - b.top);
}

/** Words that are printed over each other, such as a name that runs into the next column. */
export const overlappingWords = ({ words }: WordPage): readonly string[] =>
  words.flatMap((one, at) => words.slice(at + 1).flatMap((other) => (isOver(one, other) ? [`${one.text} / ${other.text}`] : [])));

/** A page as grey points, 255 is white paper. */
export interface PagePicture {
  readonly width: number;
  readonly height: number;
  readonly points: Uint8Array;
}

/** A picture in the binary portable greymap format, as `pdftoppm -gray` writes it. */
export function greymap(file: Uint8Array): PagePicture {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(Buffer.from(file.subarray(0, 64)).toString('latin1'));
  if (head === null) throw new Error('no binary greymap of 256 shades');
  const [{ length }, width, height] = [head[0], Number(head[1]), Number(head[2])];
  return { width, height, points: file.subarray(length, length + width * height) };
}

/** Points that are not white within a distance of the left and right edge of the page. */
export function inkInMargins({ width, height, points }: PagePicture, distance: number): number {
  let ink = 0;
  for (let line = 0; line < height; line += 1) {
    for (let at = 0; at < distance; at += 1) {
      if ((points[line * width + at] ?? 255) < 255) ink += 1;
      if ((points[(line + 1) * width - 1 - at] ?? 255) < 255) ink += 1;
    }
  }
  return ink;
}
