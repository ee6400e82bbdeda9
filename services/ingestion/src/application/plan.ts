import type { UsageAggregated, UsageCorrected, UsageEvent, UsageRecorded, UsageRetracted } from '@hemtag/contracts';
import { amendmentOf, countBySource, foldActivity, foldVolumes, ownSeriesOf } from '@hemtag/metering';

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
  type ReadItem,
  type UsageCandidate,
} from './ports.js';

export interface JudgedPartition {
  readonly position: Position;
  readonly verdicts: readonly { readonly item: ReadItem; readonly verdict: Verdict }[];
}

function countsOf({ position, verdicts }: JudgedPartition): PartitionCounts {
  const of = (kind: Verdict['kind']): number => verdicts.reduce((sum, { verdict }) => sum + (verdict.kind === kind ? 1 : 0), 0);
  const skipped = position.nextOffset - position.firstOffset - BigInt(verdicts.length);
  return { position, accepted: of('accept'), duplicate: of('duplicate'), conflict: of('conflict'), rejected: of('reject'), skipped };
}

type AmendmentCandidate = UsageCandidate<UsageCorrected | UsageRetracted>;

/** The accepted candidates, each kind by itself. */
interface Accepted {
  readonly all: readonly UsageCandidate[];
  readonly events: readonly UsageCandidate<UsageRecorded>[];
  readonly aggregates: readonly UsageCandidate<UsageAggregated>[];
  readonly amendments: readonly AmendmentCandidate[];
}

const isKind =
  <Kind extends UsageEvent['kind']>(...kinds: readonly Kind[]) =>
  (candidate: UsageCandidate): candidate is UsageCandidate<Extract<UsageEvent, { kind: Kind }>> =>
    kinds.some((kind) => kind === candidate.event.kind);

function acceptedOf(partitions: readonly JudgedPartition[]): Accepted {
  const all = partitions.flatMap(({ verdicts }) =>
    verdicts.flatMap(({ item, verdict }) => (item.kind === 'candidate' && verdict.kind === 'accept' ? [item.candidate] : [])),
  );
  return {
    all,
    events: all.filter(isKind('recorded')),
    aggregates: all.filter(isKind('aggregated')),
    amendments: all.filter(isKind('corrected', 'retracted')),
  };
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

/** What happens to the identities: new ones are claimed, reserved ones fulfilled, and those that are amended change their number of amendments. */
function identitiesOf(accepted: Accepted, amending: ReadonlyMap<string, Amending>, facts: Facts, { dayOf }: JudgeOptions) {
  const claimed: ClaimedIdentity[] = [];
  const fulfilled: (ClaimedIdentity & { readonly known: KnownIdentity })[] = [];
  const arrived = new Set<string>();
  for (const candidate of accepted.all) {
    const { tenant, identity, event } = candidate;
    const key = identityKey(tenant, identity);
    const known = facts.identities.get(key);
    const added = amending.get(key)?.amendments.length ?? 0;
    if (amending.size > 0) arrived.add(key);
    const place =
      event.kind === 'recorded'
        ? { day: dayOf(tenant)(event.instant), series: ownSeriesOf(event) }
        : event.kind === 'aggregated'
          ? { day: dayOf(tenant)(event.period.end - 1), series: ownSeriesOf(event) }
          : null;
    const claim = { candidate, place, amendments: (known?.amendments ?? 0) + added };
    if (known) fulfilled.push({ ...claim, known });
    else claimed.push(claim);
  }
  const others = [...amending].filter(([key]) => !arrived.has(key));
  const reserved = others
    .filter(([key]) => !facts.identities.has(key))
    .map(([, { tenant, target, amendments }]) => ({ tenant, identity: target, amendments: amendments.length }));
  const amended = others.flatMap(([key, { tenant, target, amendments }]) => {
    const was = facts.identities.get(key)?.amendments;
    return was === undefined ? [] : [{ tenant, identity: target, was, amendments: was + amendments.length }];
  });
  return { claimed, fulfilled, reserved, amended };
}

const feedsOf = (work: Work): FlushPlan['feeds'] =>
  [...work.feeds].map(([key, feed]) => {
    const [tenant = '', source = '', subject = '', day = ''] = key.split('\u0000');
    return { tenant, source, subject, day, feed };
  });

/** Everything that the verdicts change, ready to be written at once. */
export function planOf(partitions: readonly JudgedPartition[], facts: Facts, work: Work, options: JudgeOptions): FlushPlan {
  const { dayOf, digest } = options;
  const accepted = acceptedOf(partitions);
  const amending = amendingOf(accepted.amendments, options);
  const changes = changesOf({ events: accepted.events, aggregates: accepted.aggregates, amending }, facts, options);
  const row = <Event extends UsageRecorded | UsageAggregated>(candidate: UsageCandidate<Event>, instant: number): AcceptedUsage<Event> => ({
    candidate,
    day: dayOf(candidate.tenant)(instant),
    series: ownSeriesOf(candidate.event),
  });
  const verdicts = partitions.flatMap((partition) => partition.verdicts.map(({ verdict }) => verdict));
  return {
    partitions: partitions.map(countsOf),
    ...identitiesOf(accepted, amending, facts, options),
    events: accepted.events.map((candidate) => row(candidate, candidate.event.instant)),
    aggregates: accepted.aggregates.map((candidate) => row(candidate, candidate.event.period.end - 1)),
    aggregateSeries: changes.aggregateSeries,
    amendments: accepted.amendments.map((candidate) => ({ candidate, target: targetOf(candidate.event, digest) })),
    feeds: feedsOf(work),
    incompleteDays: changes.incompleteDays,
    volumes: foldVolumes(changes.contributions, { digest }),
    activity: foldActivity(accepted.all, { dayOf }),
    counts: countBySource(verdicts),
    rejected: verdicts.flatMap(({ rejected }) => rejected ?? []),
  };
}
