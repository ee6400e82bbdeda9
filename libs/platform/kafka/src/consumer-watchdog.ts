export interface ConsumerWatchdogOptions {
  /** Silence after which the client counts as stuck. */
  readonly limitMs: number;
  /** Asked before anything is concluded: a client that cannot reach the broker waits for good reason. */
  readonly brokerAnswers: () => Promise<boolean>;
  readonly onStuck: (error: unknown) => void;
}

const TICKS = 10;

/** The client has stopped doing anything, although the broker answers: only a fresh process helps. */
export class ConsumerStuck extends Error {
  override readonly name = 'ConsumerStuck';

  constructor(limitMs: number) {
    super(`the Kafka client has neither fetched nor sent a heartbeat nor handed over a batch for ${limitMs} ms, although the broker answers`);
  }
}

/** Notices a client that fell silent. It counts its own ticks, so that a process which was stopped and goes on is not taken for stuck. */
export class ConsumerWatchdog {
  private silentTicks = 0;
  private lastTickMs = performance.now();
  private awakeSinceMs = performance.now();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly options: ConsumerWatchdogOptions) {}

  start(): void {
    this.noteAwake();
    this.timer = setInterval(() => void this.tick(), this.tickMs);
  }

  /** Whether this process has run all that time: what seems late to one that was stopped meanwhile may not be late at all. */
  wasAwakeFor(ms: number): boolean {
    this.noteAwake();
    return this.lastTickMs - this.awakeSinceMs >= ms;
  }

  /** The client did something. */
  sign(): void {
    this.silentTicks = 0;
  }

  stop(): void {
    clearInterval(this.timer);
  }

  private get tickMs(): number {
    return this.options.limitMs / TICKS;
  }

  private noteAwake(): void {
    const nowMs = performance.now();
    if (nowMs - this.lastTickMs > 2 * this.tickMs) this.awakeSinceMs = nowMs;
    this.lastTickMs = nowMs;
  }

  private async tick(): Promise<void> {
    this.noteAwake();
    this.silentTicks += 1;
    if (this.silentTicks !== TICKS) return;
    const answers = await this.options.brokerAnswers();
    // A sign may have come while the broker was asked.
    if (this.silentTicks < TICKS) return;
    this.silentTicks = 0;
    if (!answers) return;
    this.stop();
    this.options.onStuck(new ConsumerStuck(this.options.limitMs));
  }
}
