import { PROBLEM_CODES, type ProblemCode } from '@hemtag/contracts';
import { isOneOf, unreachable } from '@hemtag/kernel';
import { HttpProblem } from '@hemtag/platform-http';
import type { AskRefusal } from '../../application/ask-report.js';
import { BenefitRefused, BenefitUnavailable } from '../../application/benefit-source.js';

const RETRY_AFTER = { 'retry-after': '5' };

export const noTenant = (): HttpProblem => new HttpProblem('NOT_FOUND', 'no such tenant; hemtag get tenants lists them', { pointer: '/tenant' });
export const noReport = (): HttpProblem => new HttpProblem('NOT_FOUND', 'there is no such report; GET /v1/reports lists those that there are');
export const noPeriod = (): HttpProblem =>
  new HttpProblem('INVALID_REQUEST', 'a period is written like 2026-03, 2026-T1, 2026-H1 or 2026', { pointer: '/period' });

const isProblemCode = (code: string): code is ProblemCode => isOneOf(PROBLEM_CODES, code);

export function problemOfAsking(refusal: AskRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'no-period':
      return noPeriod();
    case 'not-begun':
      return new HttpProblem('INVALID_REQUEST', 'the period has not begun yet', { pointer: '/period' });
    case 'no-department':
      return new HttpProblem('NOT_FOUND', refusal.detail, { pointer: '/departments' });
    case 'refused':
      return isProblemCode(refusal.fault.code)
        ? new HttpProblem(refusal.fault.code, refusal.fault.detail)
        : new HttpProblem('REPORT_REFUSED', refusal.fault.detail);
    case 'not-ready':
      return new HttpProblem('NOT_READY', refusal.detail, { headers: RETRY_AFTER });
    default:
      return unreachable(refusal);
  }
}

/** Runs what asks the benefit service; its faults become problems. */
export async function askingBenefit<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BenefitUnavailable) throw new HttpProblem('NOT_READY', error.message, { headers: RETRY_AFTER });
    if (error instanceof BenefitRefused && isProblemCode(error.code)) throw new HttpProblem(error.code, error.message);
    throw error;
  }
}
