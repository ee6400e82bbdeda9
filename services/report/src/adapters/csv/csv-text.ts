import type { StatementHeader } from '@hemtag/statements';
import { harmlessText } from '../../application/document/harmless-text.js';

/** RFC 4180: comma, quotes where needed and doubled inside, CRLF. */
const NEEDS_QUOTES = /[",]/;
/** What a spreadsheet would take for a formula, in the forms of ASCII and of full-width characters. */
const LOOKS_LIKE_FORMULA = /^\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

/** A field with text from outside: where a spreadsheet would take it for a formula, an apostrophe stands before it. A decimal number stays a number. */
export function csvField(value: string): string {
  const text = harmlessText(value);
  const safe = LOOKS_LIKE_FORMULA.test(text) && !DECIMAL.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csvLine = (fields: readonly string[]): string => `${fields.map(csvField).join(',')}\r\n`;

/** The departments that a report is of; empty where it is of the whole tenant. */
export const departmentsText = ({ departments = [] }: Pick<StatementHeader, 'departments'>): string => departments.join(' | ');
