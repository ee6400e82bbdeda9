import type { KafkaLog } from './connection.js';
import type { Partition } from './partition.js';

type Position = Partition & { readonly offset: bigint };

export interface OffsetHintsOptions {
  readonly log: KafkaLog;
  readonly everyMs: number;
  readonly stored: () => readonly Position[];
  readonly commit: (positions: readonly Position[]) => Promise<void>;
}

// A hint that does not arrive must not hold up the end.
const LAST_LIMIT_MS = 2_000;

/** Tells the broker now and then what is stored, for tools that show the lag. Nothing depends on it, so a failure is a warning. */
export class OffsetHints {
  private readonly told = new Map<string, bigint>();
  private telling: Promise<void> | null = null;
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: OffsetHintsOptions) {}

  start(): void {
    this.timer = setInterval(() => void this.tell(), this.options.everyMs);
  }

  /** After a change of the assignment the broker may know less than was told. */
  forget(): void {
    this.told.clear();
  }

  /** Tells once more, where that is done soon. */
  async stop(): Promise<void> {
    clearInterval(this.timer);
    let limit: NodeJS.Timeout | undefined;
    const over = new Promise<void>((resolve) => {
      limit = setTimeout(resolve, LAST_LIMIT_MS);
    });
    await Promise.race([(this.telling ?? Promise.resolve()).then(() => this.tell()), over]);
    clearTimeout(limit);
  }

  abandon(): void {
    clearInterval(this.timer);
  }

  private tell(): Promise<void> {
    this.telling ??= this.commit().finally(() => {
      this.telling = null;
    });
    return this.telling;
  }

  private async commit(): Promise<void> {
    const moved = this.options.stored().filter(({ topic, partition, offset }) => offset > (this.told.get(`${topic} ${partition}`) ?? 0n));
    if (moved.length === 0) return;
    try {
      await this.options.commit(moved);
      for (const { topic, partition, offset } of moved) this.told.set(`${topic} ${partition}`, offset);
    } catch (error) {
      this.options.log.warn({ error }, 'kafka.offset_hint_failed');
    }
  }
}
