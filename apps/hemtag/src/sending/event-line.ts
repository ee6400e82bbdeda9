import type { ProblemCode } from '@hemtag/contracts';
import { plainText } from '../terminal.js';

/** Where a line stands; lines count from 1, blank ones too. */
export interface LinePosition {
  readonly file: string;
  readonly line: number;
}

/** A line that looks like an event: JSON, sent on exactly as it was written. */
export interface EventLine {
  readonly kind: 'event';
  readonly position: LinePosition;
  readonly text: string;
  readonly sizeBytes: number;
}

/** A line that does not count, and why. */
export interface RejectedLine {
  readonly kind: 'rejected';
  readonly position: LinePosition;
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly detail: string;
}

/** `usage.ndjson:7: INVALID_QUANTITY /data/quantity must be a number above zero` */
export const rejectedText = ({ position: { file, line }, code, pointer, detail }: RejectedLine): string =>
  plainText([`${file}:${line}:`, code, ...(pointer === '' ? [] : [pointer]), detail].join(' '));
