const LONGEST = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Two digits of a text as a number. */
export const pairAt = (digits: string, at: number): number => Number(digits.slice(at, at + 2));

/** Whether a day can be a birthday, by its last two digits of the year only: 1900 was no leap year, but 2000 was. */
export function isBirthDate({ year, month, day }: { readonly year: number; readonly month: number; readonly day: number }): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (LONGEST[month - 1] ?? 0)) return false;
  return month !== 2 || day < 29 || year % 4 === 0;
}
