import { ACTOR_HEADER } from '@hemtag/contracts';
import { actingName, HttpProblem } from '@hemtag/platform-http';

/** Whoever signs says who they are: without roles that is the header, which the gateway passes on from its own machine only. */
export function signingName(header: string | undefined): string {
  if (header === undefined) throw new HttpProblem('INVALID_REQUEST', 'say who acts: hemtag --as NAME', { pointer: `/${ACTOR_HEADER}` });
  return actingName(header);
}
