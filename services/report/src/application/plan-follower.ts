import type { Followed } from './follow-plans.js';
import { Pause } from './pause.js';

export interface FollowerOptions {
  /** Null where another process is at it. */
  readonly follow: () => Promise<Followed | null>;
  readonly onFollowed: (followed: Followed) => void;
  readonly log: { warn(fields: object, event: string): void };
  /** Between two looks; 20,000 by default. */
  readonly everyMs?: number;
}

const EVERY_MS = 20_000;

/** Looks after the report plans for as long as the service runs. What was missed while it was away is due with the first look. */
export class PlanFollower {
  private readonly pause = new Pause();
  private stopping = false;
  private running: Promise<void> | null = null;

  constructor(private readonly options: FollowerOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Looks at once: something was made that may have to be sent. */
  wake(): void {
    this.pause.wake();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    this.pause.wake();
    await this.running;
  }

  private async run(): Promise<void> {
    const { follow, onFollowed, log, everyMs = EVERY_MS } = this.options;
    while (!this.stopping) {
      this.pause.beginLook();
      try {
        const followed = await follow();
        if (followed !== null) onFollowed(followed);
      } catch (error) {
        // Nothing is lost: what is due stays due.
        log.warn({ error }, 'report.plans_wait');
      }
      await this.pause.last(everyMs);
    }
  }
}
