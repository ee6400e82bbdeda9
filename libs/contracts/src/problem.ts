/** Stable codes of problem+json answers and of rejected items; one closed list for answers, rows, metric labels and runbook headings. */
export const PROBLEM_CODES = [
  'MALFORMED_BODY',
  'UNSUPPORTED_MEDIA_TYPE',
  'BODY_TOO_LARGE',
  'TOO_MANY_ITEMS',
  'TOO_LARGE',
  'TOO_DEEP',
  'NOT_A_CLOUDEVENT',
  'MISSING_ATTRIBUTE',
  'INVALID_ATTRIBUTE',
  'UNKNOWN_TYPE',
  'UNKNOWN_SOURCE',
  'WRONG_TENANT',
  'UNKNOWN_DIMENSION',
  'AGGREGATES_NOT_ACCEPTED',
  'INVALID_DATA',
  'INVALID_QUANTITY',
  'UNKNOWN_UNIT',
  'INVALID_PERIOD',
  'INVALID_CORRECTION',
  'TIME_IN_FUTURE',
  'IDENTITY_NUMBER',
  'SUSPECTED_IDENTITY_NUMBER',
  'CONFLICT',
  'FEED_OVERLAP',
  'PERIOD_OVERLAP',
  'ORIGINAL_NOT_KEPT',
  'UNSTORABLE',
  'RATE_LIMITED',
  'NOT_READY',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'INVALID_REQUEST',
  'INVALID_MANIFEST',
  'INCOMPATIBLE_SUM',
  'FOUR_EYES',
  'PERIOD_STATE',
  'PERIOD_NOT_ENDED',
  'PERIOD_ORDER',
  'NO_AMOUNT',
  'NOT_CONFIRMED',
  'IN_USE',
  'REPORT_REFUSED',
  'INTERNAL_ERROR',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** One thing that is wrong. `pointer` is a JSON pointer into the event or request; `detail` never repeats a value that was sent. */
export interface Fault {
  readonly code: ProblemCode;
  readonly pointer: string;
  readonly detail: string;
}

/** RFC 9457. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly pointer?: string;
  readonly errors?: readonly object[];
}

/** Answer to a batch. */
export interface IntakeResult {
  readonly received: number;
  readonly accepted: number;
  readonly rejected: readonly (Fault & { readonly index: number; readonly id: string | null })[];
}
