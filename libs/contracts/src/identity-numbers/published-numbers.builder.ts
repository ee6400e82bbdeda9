/** Numbers that authorities publish for tests; no person has them. Nothing else may stand in a fixture. */
export const PUBLISHED_NUMBERS = {
  /** Skatteverket's test numbers, the third a coordination number. */
  SE: ['19821105-9954', '19901211-9948', '19570574-9959'],
  /** MedCom's national list; it fails the check by 11. */
  DK: ['251248-9996'],
  /** Tenor (month + 80), NAV (+ 40, and with the day of a D-number), NHN (+ 65). */
  NO: ['10915596784', '13527248013', '68467038838', '13717404089'],
  /** The population register's list of new separators. */
  FI: ['010594Y9032', '020594X903P', '010516B903X', '020504A902E'],
} as const;

export const ALL_PUBLISHED: readonly string[] = Object.values(PUBLISHED_NUMBERS).flat();

const inDigits = (text: string, zero: number): string => text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));
const percent = (text: string): string => [...Buffer.from(text)].map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join('');

/** Ways in which a number reaches the intake without looking like one. */
export const DISGUISES: Readonly<Record<string, (number: string) => string>> = {
  plain: (number) => number,
  'inside a longer key': (number) => `case-${number}-a`,
  'in words': (number) => `ärende (${number}), öppnat`,
  'full-width digits': (number) => inDigits(number, 0xff10),
  'Arabic-Indic digits': (number) => inDigits(number, 0x0660),
  'mathematical digits': (number) => inDigits(number, 0x1d7ce),
  'en dash': (number) => number.replace('-', '\u2013'),
  'minus sign': (number) => number.replace('-', '\u2212'),
  'full-width dash': (number) => number.replace('-', '\uff0d'),
  'zero-width spaces': (number) => [...number].join('\u200b'),
  'soft hyphens': (number) => [...number].join('\u00ad'),
  'percent-encoded': percent,
  'percent-encoded twice': (number) => encodeURIComponent(percent(number)),
  'percent-encoded full-width digits': (number) => encodeURIComponent(inDigits(number, 0xff10)),
  base64: (number) => Buffer.from(number).toString('base64'),
  'base64 in a longer key': (number) => `case-${Buffer.from(number).toString('base64url')}-1`,
  'base64, percent-encoded': (number) => encodeURIComponent(Buffer.from(number).toString('base64')),
  'base64 of UTF-16': (number) => Buffer.from(number, 'utf16le').toString('base64'),
  'base64 of words': (number) => Buffer.from(`ärende ${number}`).toString('base64'),
  'base64 of base64': (number) => Buffer.from(Buffer.from(number).toString('base64')).toString('base64'),
  'JSON escapes': (number) => [...number].map((character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
};
