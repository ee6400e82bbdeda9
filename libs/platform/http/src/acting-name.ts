import { ACTOR_HEADER } from '@hemtag/contracts';

import { HttpProblem } from './http-problem.js';

/** Until roles land nobody has to say who they are. */
const ANONYMOUS = 'anonymous';
const NAME = /^[\p{L}\p{N} ._:@-]{1,100}$/u;

function decoded(header: string): string {
  try {
    return decodeURIComponent(header);
  } catch {
    return '';
  }
}

/** The name in the header of who acts. */
export function actingName(header: string | undefined): string {
  if (header === undefined) return ANONYMOUS;
  const name = decoded(header);
  if (!NAME.test(name)) throw new HttpProblem('INVALID_REQUEST', `${ACTOR_HEADER} must be a name of letters, digits, spaces and . _ : @ -, at most 100`);
  return name;
}
