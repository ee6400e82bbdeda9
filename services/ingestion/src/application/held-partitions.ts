import type { Instant } from '@hemtag/kernel';

export interface HeldPlace {
  readonly topic: string;
  readonly partition: number;
}

export interface Hold extends HeldPlace {
  readonly source: string;
  readonly code: string;
  /** Of the first record that is not stored. */
  readonly offset: bigint;
  readonly since: Instant;
}

/**
 * The partitions that this process holds, because a source has spent its budget of rejects. A hold is looked at again every now and then and said anew;
 * one that nobody repeats has gone with its partition to another process.
 */
export class HeldPartitions {
  private readonly holds = new Map<string, Hold & { readonly lastSaid: Instant }>();

  constructor(private readonly forgetAfterMs: number) {}

  hold({ now, ...held }: Omit<Hold, 'since'> & { readonly now: Instant }): void {
    const key = `${held.topic} ${held.partition}`;
    const known = this.holds.get(key);
    const since = known && known.source === held.source && known.offset === held.offset ? known.since : now;
    this.holds.set(key, { ...held, since, lastSaid: now });
  }

  release({ topic, partition }: HeldPlace): void {
    this.holds.delete(`${topic} ${partition}`);
  }

  /** In the order of topics and partitions. */
  current(now: Instant): readonly Hold[] {
    return [...this.holds.values()]
      .filter(({ lastSaid }) => now - lastSaid <= this.forgetAfterMs)
      .map(({ topic, partition, source, code, offset, since }) => ({ topic, partition, source, code, offset, since }))
      .sort((a, b) => (a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1));
  }
}
