import { pendingUpTo, recordsBehind, TOPICS, type Offsets, type PendingState } from '@hemtag/contracts';

/** How far usage has come on its way from the log of events into the volumes of this service. */
export interface UsagePipeline {
  /** The ends of the partitions that hold records; null where the log cannot be asked. */
  ends(topic: string): Promise<Offsets | null>;
  /** Below which offset ingestion has stored every event; nothing where it never ran. */
  ingested(): Promise<Offsets>;
  /** Volumes that ingestion has stored and not published yet. */
  unpublished(): Promise<PendingState>;
  /** Below which offset this service has stored every volume. */
  stored(): Promise<Offsets>;
}

/** `on-the-way`: how many events, or where all of these are stored how many volumes, are not there after the time. */
export type UsageArrival =
  { readonly kind: 'arrived' } | { readonly kind: 'on-the-way'; readonly events: number; readonly volumes: number } | { readonly kind: 'unknown' };

export type AwaitUsage = () => Promise<UsageArrival>;

/** What is waited for, one behind the other: each begins when the one before it is over. */
async function* remaining(pipeline: UsagePipeline): AsyncGenerator<UsageArrival, void> {
  const onTheWay = (events: bigint, volumes: bigint): UsageArrival => ({ kind: 'on-the-way', events: Number(events), volumes: Number(volumes) });
  const events = await pipeline.ends(TOPICS.usageEvents.name);
  if (events === null) {
    yield { kind: 'unknown' };
    return;
  }
  for (let behind = recordsBehind(events, await pipeline.ingested()); behind > 0n; behind = recordsBehind(events, await pipeline.ingested()))
    yield onTheWay(behind, 0n);
  // Every volume that these events changed was written down with them.
  const { lastId } = await pipeline.unpublished();
  for (let behind = pendingUpTo(lastId, await pipeline.unpublished()); behind > 0n; behind = pendingUpTo(lastId, await pipeline.unpublished()))
    yield onTheWay(0n, behind);
  const volumes = await pipeline.ends(TOPICS.usageVolumes.name);
  if (volumes === null) {
    yield { kind: 'unknown' };
    return;
  }
  for (let behind = recordsBehind(volumes, await pipeline.stored()); behind > 0n; behind = recordsBehind(volumes, await pipeline.stored()))
    yield onTheWay(0n, behind);
}

/** How much longer than the limit an answer may take that was asked for within it. */
const GRACE_MS = 1_000;

/** Null where nothing was said up to then; what is said afterwards is heard by nobody. */
async function saidBy<T>(said: Promise<T>, deadline: number): Promise<T | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => {
    late.resolve(null);
  }, deadline - performance.now());
  try {
    return await Promise.race([said, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits until everything that the log of events held when this was called is in the volumes, for so long at most. What comes in meanwhile is not waited for, so
 * it ends while usage goes on arriving, too. A log that does not answer in time is `unknown`: whoever asked has been told by then that nothing was kept.
 */
export async function awaitUsage(pipeline: UsagePipeline, { limitMs, pollMs }: { readonly limitMs: number; readonly pollMs: number }): Promise<UsageArrival> {
  const deadline = performance.now() + limitMs;
  const course = remaining(pipeline);
  for (;;) {
    const next = await saidBy(course.next(), deadline + GRACE_MS);
    if (next === null) return { kind: 'unknown' };
    if (next.done === true) return { kind: 'arrived' };
    if (next.value.kind === 'unknown' || performance.now() >= deadline) return next.value;
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}
