import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The fonts come with the library; nothing else is ever read from the disk. */
const folder = join(dirname(createRequire(import.meta.url).resolve('pdfmake/package.json')), 'fonts', 'Roboto');
const file = (style: string): string => join(folder, `Roboto-${style}.ttf`);

export const PDF_FONTS = { Roboto: { normal: file('Regular'), bold: file('Medium'), italics: file('Italic'), bolditalics: file('MediumItalic') } };
