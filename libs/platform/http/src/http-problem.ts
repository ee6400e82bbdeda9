import { STATUS_CODES } from 'node:http';

import type { Fault, Problem, ProblemCode } from '@hemtag/contracts';

/** The status that goes with a code where the answer does not say another one. */
export function statusOf(code: ProblemCode): number {
  switch (code) {
    case 'MALFORMED_BODY':
    case 'NOT_A_CLOUDEVENT':
    case 'INVALID_REQUEST':
      return 400;
    case 'NOT_FOUND':
      return 404;
    case 'METHOD_NOT_ALLOWED':
      return 405;
    case 'CONFLICT':
    case 'PERIOD_STATE':
    case 'PERIOD_NOT_ENDED':
    case 'PERIOD_ORDER':
    case 'NO_AMOUNT':
    case 'NOT_CONFIRMED':
    case 'IN_USE':
    case 'REPORT_REFUSED':
      return 409;
    case 'FOUR_EYES':
      return 403;
    case 'BODY_TOO_LARGE':
    case 'TOO_MANY_ITEMS':
    case 'TOO_LARGE':
      return 413;
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 415;
    case 'TOO_DEEP':
    case 'MISSING_ATTRIBUTE':
    case 'INVALID_ATTRIBUTE':
    case 'UNKNOWN_TYPE':
    case 'UNKNOWN_SOURCE':
    case 'WRONG_TENANT':
    case 'UNKNOWN_DIMENSION':
    case 'AGGREGATES_NOT_ACCEPTED':
    case 'INVALID_DATA':
    case 'INVALID_QUANTITY':
    case 'UNKNOWN_UNIT':
    case 'INVALID_PERIOD':
    case 'INVALID_CORRECTION':
    case 'TIME_IN_FUTURE':
    case 'FEED_OVERLAP':
    case 'PERIOD_OVERLAP':
    case 'ORIGINAL_NOT_KEPT':
    case 'IDENTITY_NUMBER':
    case 'SUSPECTED_IDENTITY_NUMBER':
    case 'INVALID_MANIFEST':
    case 'INCOMPATIBLE_SUM':
      return 422;
    case 'RATE_LIMITED':
      return 429;
    case 'UNSTORABLE':
    case 'INTERNAL_ERROR':
      return 500;
    case 'NOT_READY':
      return 503;
  }
}

export interface HttpProblemOptions {
  /** Where it differs from the code's own. */
  readonly status?: number;
  readonly pointer?: string;
  readonly errors?: readonly object[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown by a controller to answer with problem+json (RFC 9457). `detail` never repeats a value that was sent. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly problem: Problem;
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ProblemCode, detail: string, options: HttpProblemOptions = {}) {
    super(detail);
    const status = options.status ?? statusOf(code);
    this.headers = options.headers ?? {};
    this.problem = {
      type: 'about:blank',
      title: STATUS_CODES[status] ?? 'Error',
      status,
      code,
      detail,
      ...(options.pointer === undefined ? {} : { pointer: options.pointer }),
      ...(options.errors === undefined ? {} : { errors: options.errors }),
    };
  }
}

export const problemOfFault = (fault: Fault, options: Omit<HttpProblemOptions, 'pointer'> = {}): HttpProblem =>
  new HttpProblem(fault.code, fault.detail, { ...options, pointer: fault.pointer });
