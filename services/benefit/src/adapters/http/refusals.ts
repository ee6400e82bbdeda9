import { unreachable } from '@hemtag/kernel';
import { HttpProblem } from '@hemtag/platform-http';
import type { FiguresRefusal } from '../../application/read-figures.js';

export const noMonth = (): HttpProblem => new HttpProblem('INVALID_REQUEST', 'a month is written like 2026-03', { pointer: '/month' });
export const noTenant = (): HttpProblem => new HttpProblem('NOT_FOUND', 'no such tenant; hemtag get tenants lists them', { pointer: '/tenant' });
export const notYetKnown = (): HttpProblem => new HttpProblem('INVALID_REQUEST', 'asKnownOn lies in the future', { pointer: '/asKnownOn' });

/** Of whatever is read for a tenant and months, with the names in it. */
export function problemOfFigures(refusal: FiguresRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'unknown-tenant':
      return noTenant();
    case 'unknown-initiative':
      return new HttpProblem('NOT_FOUND', 'this tenant has no such initiative; hemtag get initiatives lists them', { pointer: '/initiative' });
    case 'unknown-benefit':
      return new HttpProblem('NOT_FOUND', 'no initiative of this tenant has such a benefit', { pointer: '/benefit' });
    case 'invalid-range':
      return new HttpProblem('INVALID_REQUEST', refusal.detail, { pointer: '/from' });
    case 'not-yet-known':
      return notYetKnown();
    default:
      return unreachable(refusal);
  }
}
