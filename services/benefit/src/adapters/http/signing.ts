import { ACTOR_HEADER, maskText } from '@hemtag/contracts';
import { actingName, HttpProblem } from '@hemtag/platform-http';
import { z } from 'zod';

/** Whoever signs says who they are: without roles that is the header, which the gateway passes on from its own machine only. */
export function signingName(header: string | undefined): string {
  if (header === undefined) throw new HttpProblem('INVALID_REQUEST', 'say who acts: hemtag --as NAME', { pointer: `/${ACTOR_HEADER}` });
  return actingName(header);
}

export const noMonth = (): HttpProblem => new HttpProblem('INVALID_REQUEST', 'a month is written like 2026-03', { pointer: '/month' });
export const noTenant = (): HttpProblem => new HttpProblem('NOT_FOUND', 'no such tenant; hemtag get tenants lists them', { pointer: '/tenant' });

/** What somebody writes beside a step or a figure. It is kept for ever and printed in reports, so it holds no number of a person. */
export const Remark = z
  .string()
  .trim()
  .min(1)
  .max(1000)
  .refine((text) => maskText(text) === text, 'must not hold a personal identity number, a telephone or account number or an e-mail address');
