import type { UsageAggregated, UsageCorrected, UsageRecorded, UsageRetracted } from '@hemtag/contracts';
import { amendmentOf, countBySource, foldActivity, foldVolumes } from '@hemtag/metering';

import { changesOf, type Amending } from './changes.js';
import { targetOf, type JudgeOptions, type Verdict, type Work } from './judge.js';
import {
  identityKey,
  type AcceptedUsage,
  type ClaimedIdentity,
  type Facts,
  type FlushPlan,
  type KnownIdentity,
  type PartitionCounts,
  type Position,
  type RejectedRecord,
  type UsageCandidate,
} from './ports.js';

type AmendmentCandidate = UsageCandidate<UsageCorrected | UsageRetracted>;

/** The accepted candidates, each kind by itself. */
export interface Accepted {
  readonly all: UsageCandidate[];
  readonly events: UsageCandidate<UsageRecorded>[];
  readonly aggregates: UsageCandidate<UsageAggregated>[];
  readonly amendments: AmendmentCandidate[];
}

/** What became of the records of a group, in the order in which they were judged. */
export interface Judged {
  readonly partitions: readonly { readonly position: Position; readonly counts: Readonly<Record<Verdict['kind'], number>> }[];
  readonly verdicts: readonly Verdict[];
  readonly accepted: Accepted;
}

/** Puts an accepted candidate to its kind. */
export function accept(candidate: UsageCandidate, accepted: Accepted): void {
  accepted.all.push(candidate);
  const { event } = candidate;
  // The cases tell the compiler what the kind says about the candidate.
  if (event.kind === 'recorded') accepted.events.push(candidate as UsageCandidate<UsageRecorded>);
  else if (event.kind === 'aggregated') accepted.aggregates.push(candidate as UsageCandidate<UsageAggregated>);
  else if (event.kind !== 'heartbeat') accepted.amendments.push(candidate as AmendmentCandidate);
}

function countsOf({ position, counts }: Judged['partitions'][number]): PartitionCounts {
  const { accept: accepted, duplicate, conflict, reject: rejected } = counts;
  const skipped = position.nextOffset - position.firstOffset - BigInt(accepted + duplicate + conflict + rejected);
  return { position, accepted, duplicate, conflict, rejected, skipped };
}

function amendingOf(candidates: readonly AmendmentCandidate[], { digest }: JudgeOptions): ReadonlyMap<string, Amending> {
  const byTarget = new Map<string, Amending>();
  for (const { tenant, event } of candidates) {
    const target = targetOf(event, digest);
    const key = identityKey(tenant, target);
    byTarget.set(key, { tenant, target, amendments: [...(byTarget.get(key)?.amendments ?? []), amendmentOf(event)] });
  }
  return byTarget;
}

/** Originals that are amended and do not come with this group: reserved where nothing is known of them, else raised by what is new. */
function othersAmended({ all }: Accepted, amending: ReadonlyMap<string, Amending>, facts: Facts): Pick<FlushPlan, 'reserved' | 'amended'> {
  if (amending.size === 0) return { reserved: [], amended: [] };
  const arrived = new Set(all.map(({ key }) => key));
  const others = [...amending].filter(([key]) => !arrived.has(key));
  return {
    reserved: others
      .filter(([key]) => !facts.identities.has(key))
      .map(([, { tenant, target, amendments }]) => ({ tenant, identity: target, amendments: amendments.length })),
    amended: others.flatMap(([key, { tenant, target, amendments }]) => {
      const known = facts.identities.get(key);
      if (known === undefined) return [];
      return [{ tenant, identity: target, isReserved: known.contentHash === null, was: known.amendments, amendments: known.amendments + amendments.length }];
    }),
  };
}

const feedsOf = (work: Work): FlushPlan['feeds'] =>
  [...work.feeds].map(([key, feed]) => {
    const [tenant = '', source = '', subject = '', day = ''] = key.split('\u0000');
    return { tenant, source, subject, day, feed };
  });

/** Everything that the verdicts change, ready to be written at once. */
export function planOf(judged: Judged, facts: Facts, work: Work, options: JudgeOptions): FlushPlan {
  const { accepted, verdicts } = judged;
  const amending = amendingOf(accepted.amendments, options);
  const changes = changesOf({ events: accepted.events, aggregates: accepted.aggregates, amending }, facts, options);
  const usageOf = <Event extends UsageRecorded | UsageAggregated>(candidate: UsageCandidate<Event>, day: string): AcceptedUsage<Event> => {
    if (candidate.booked === null) throw new Error('usage has a series');
    const known = facts.identities.get(candidate.key) ?? null;
    const amendments = (known?.amendments ?? 0) + (amending.get(candidate.key)?.amendments.length ?? 0);
    return { candidate, day, booked: candidate.booked, amendments, known };
  };
  const events = accepted.events.map((candidate) => usageOf(candidate, candidate.day));
  const aggregates = accepted.aggregates.map((candidate) => usageOf(candidate, options.dayOf(candidate.tenant)(candidate.event.period.end - 1)));
  const placeless = accepted.all.flatMap((candidate): ClaimedIdentity[] => {
    if (candidate.booked !== null) return [];
    return [{ candidate, day: null, booked: null, amendments: 0, known: facts.identities.get(candidate.key) ?? null }];
  });
  const isFulfilled = (claim: ClaimedIdentity): claim is ClaimedIdentity & { readonly known: KnownIdentity } => claim.known !== null;
  const others: readonly ClaimedIdentity[] = [...aggregates, ...placeless];
  const claims: readonly ClaimedIdentity[] = [...events, ...others];
  return {
    partitions: judged.partitions.map(countsOf),
    events,
    claimed: others.filter((claim) => !isFulfilled(claim)),
    fulfilled: claims.filter(isFulfilled),
    ...othersAmended(accepted, amending, facts),
    aggregates,
    aggregateSeries: changes.aggregateSeries,
    amendments: accepted.amendments.map((candidate) => ({ candidate, target: targetOf(candidate.event, options.digest) })),
    feeds: feedsOf(work),
    incompleteDays: changes.incompleteDays,
    volumes: foldVolumes(changes.contributions),
    activity: foldActivity(accepted.all),
    counts: countBySource(verdicts),
    rejected: verdicts.map(({ rejected }) => rejected).filter((rejected): rejected is RejectedRecord => rejected !== null),
  };
}
