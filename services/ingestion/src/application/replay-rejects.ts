import type { Replayed, ReplayResponse } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';

import { rejectId, rejectPlace, type RejectPlace } from './reject-place.js';
import type { RejectFilter, RejectStore, ReplayCandidate, ReplayLog } from './reject-ports.js';

export type ReplayChoice =
  { readonly kind: 'ids'; readonly ids: readonly string[] } | { readonly kind: 'filter'; readonly filter: RejectFilter; readonly after: RejectPlace | null };

export interface ReplayPorts {
  readonly rejects: RejectStore;
  readonly log: ReplayLog;
}

/** The log did not take them; asking again is right, because an event that comes twice counts once. */
export type ReplayRefusal = { readonly kind: 'log-unavailable' };

const PAGE = 200;
// Records of a page are read in shares, because one may be as large as the log allows.
const MAX_SHARE_BYTES = 4 * 1024 * 1024;

const MASKED = 'personal numbers were taken out of it, so the event is no longer what its source sent: let the source send it anew without them';
const MISSING = 'there is no such reject';

function sharesOf(candidates: readonly ReplayCandidate[]): readonly (readonly ReplayCandidate[])[] {
  const shares: ReplayCandidate[][] = [];
  let bytes = 0;
  for (const candidate of candidates) {
    const last = shares.at(-1);
    if (last === undefined || bytes + candidate.bytes > MAX_SHARE_BYTES) {
      shares.push([candidate]);
      bytes = candidate.bytes;
    } else {
      last.push(candidate);
      bytes += candidate.bytes;
    }
  }
  return shares;
}

const told = (place: RejectPlace, reason: string | null): Replayed => ({ id: rejectId(place), result: reason === null ? 'replayed' : 'refused', reason });

async function replay(candidates: readonly ReplayCandidate[], by: string, { rejects, log }: ReplayPorts): Promise<Result<void, ReplayRefusal>> {
  for (const share of sharesOf(candidates)) {
    if ((await log.append(await rejects.recordsOf(share))) === 'unavailable') return err({ kind: 'log-unavailable' });
    // Only now, so that what is marked is in the log. After a crash in between it is sent twice, and counts once.
    await rejects.markReplayed(share, by);
  }
  return ok(undefined);
}

async function replayPage(filter: RejectFilter, after: RejectPlace | null, by: string, ports: ReplayPorts): Promise<Result<ReplayResponse, ReplayRefusal>> {
  const page = await ports.rejects.replayable(filter, { after, limit: PAGE + 1 });
  const candidates = page.slice(0, PAGE);
  const done = await replay(candidates.filter(({ masked }) => !masked), by, ports); // prettier-ignore
  if (!done.ok) return done;
  const last = page.length > PAGE ? candidates.at(-1) : undefined;
  return ok({ rejects: candidates.map(({ place, masked }) => told(place, masked ? MASKED : null)), next: last ? rejectId(last.place) : null });
}

async function replayNamed(ids: readonly string[], by: string, ports: ReplayPorts): Promise<Result<ReplayResponse, ReplayRefusal>> {
  const distinct = [...new Set(ids)];
  const places = new Map(distinct.map((id) => [id, rejectPlace(id)]));
  const known = await ports.rejects.candidatesAt([...places.values()].filter((place) => place !== null));
  const found = new Map(known.map((candidate) => [rejectId(candidate.place), candidate]));
  const done = await replay(known.filter(({ masked }) => !masked), by, ports); // prettier-ignore
  if (!done.ok) return done;
  const rejects = distinct.map((id): Replayed => {
    const candidate = found.get(id);
    return candidate ? told(candidate.place, candidate.masked ? MASKED : null) : { id, result: 'refused', reason: MISSING };
  });
  return ok({ rejects, next: null });
}

/** Puts rejects into the log of usage events again, as they came: what becomes of them shows as with any other event. */
export function replayRejects(choice: ReplayChoice, by: string, ports: ReplayPorts): Promise<Result<ReplayResponse, ReplayRefusal>> {
  return choice.kind === 'ids' ? replayNamed(choice.ids, by, ports) : replayPage(choice.filter, choice.after, by, ports);
}
