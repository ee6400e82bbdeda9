import { isMonth, parseInstant } from '@hemtag/kernel';
import { InvalidArgumentError } from 'commander';

export function month(text: string): string {
  if (!isMonth(text)) throw new InvalidArgumentError('A month is written YYYY-MM.');
  return text;
}

export function instant(text: string): string {
  if (parseInstant(text) === null) throw new InvalidArgumentError('An instant is written with its offset, such as 2026-07-01T00:00:00+02:00.');
  return text;
}
