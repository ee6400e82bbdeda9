import { addMonths, localDayOf, type Instant } from '@hemtag/kernel';
import { projectFigures, sourceDays, type ProjectionPorts } from './project-figures.js';
import type { ProjectionStore } from './projection-ports.js';

/** What is told of the way into the published figures. */
export interface ProjectorMeter {
  /** `oldest` is when the change was marked that waits longest; null where none does. */
  pending(state: { readonly tenants: number; readonly oldest: Instant | null }): void;
  /** `delaysMs`: for each series and month that changed, from its oldest usage event in the log to its figures committed. */
  projected(tenant: { readonly durationMs: number; readonly delaysMs: readonly number[] }): void;
}

export interface ProjectorOptions extends ProjectionPorts {
  readonly store: ProjectionStore;
  readonly meter: ProjectorMeter;
  /** Left out where nothing is traced. */
  readonly beginSpan?: (causes: readonly string[]) => { end(failure?: unknown): void };
  readonly log: { warn(fields: object, event: string): void };
  /** Between two looks where nothing is pending; 200 by default. */
  readonly pollMs?: number;
  /** Between two looks at what time alone has changed; 60,000 by default. */
  readonly tickMs?: number;
}

const POLL_MS = 200;
const TICK_MS = 60_000;
/** From one look to the next where something is pending: changes that come together are computed together. */
const PACE_MS = 300;
/** Tenants at the same time: while the database works for one, another is computed. */
const TENANTS_AT_ONCE = 3;
const MAX_DELAY_MS = 5_000;

/**
 * Keeps the published figures up to date, in the background of the service. What is pending stays in the database until its figures are written, so a process
 * that ends anywhere loses nothing, and several processes share the tenants. Time makes figures pending as well: once after midnight of each tenant everything
 * (the running month has one more ended day, a new year more months), and each minute what became of the days of this month and the one before.
 */
export class Projector {
  private running: Promise<void> | null = null;
  private stopping = false;
  private wakeUp: (() => void) | null = null;

  constructor(private readonly options: ProjectorOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the tenants that are being projected end. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wakeUp?.();
    await this.running;
  }

  private async run(): Promise<void> {
    const { clock, log, pollMs = POLL_MS, tickMs = TICK_MS } = this.options;
    let nextTick = clock();
    let delayMs = 0;
    while (!this.stopping) {
      try {
        if (clock() >= nextTick) {
          await this.markTimePassed();
          nextTick = clock() + tickMs;
        }
        const begunAt = clock();
        const projected = await this.projectPending();
        delayMs = 0;
        await this.pause(projected === 0 ? pollMs : Math.max(0, begunAt + PACE_MS - clock()));
      } catch (error) {
        // Nothing is lost: what is pending stays pending.
        delayMs = Math.min(Math.max(100, delayMs * 2), MAX_DELAY_MS);
        log.warn({ error, delayMs }, 'benefit.projection_waits');
        await this.pause(delayMs);
      }
    }
  }

  /** Resolves with the number of tenants that were projected. */
  async projectPending(): Promise<number> {
    const { store, meter } = this.options;
    const pending = await store.pendingTenants();
    meter.pending({ tenants: pending.length, oldest: pending.length === 0 ? null : Math.min(...pending.map(({ since }) => since)) });
    const waiting = pending.values();
    let projected = 0;
    const work = async (): Promise<void> => {
      for (const { tenant } of waiting) {
        if (this.stopping) return;
        if (await this.project(tenant)) projected += 1;
      }
    };
    const ends = await Promise.allSettled(Array.from({ length: TENANTS_AT_ONCE }, work));
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
    return projected;
  }

  private async project(tenant: string): Promise<boolean> {
    const { store, meter, clock, beginSpan } = this.options;
    const begunAt = clock();
    let span: { end(failure?: unknown): void } | undefined;
    const work: Parameters<ProjectionStore['project']>[1] = (pending, tx) => {
      span = beginSpan?.(pending.causes);
      return projectFigures(tenant, pending, tx, this.options);
    };
    const projected = await store.project(tenant, work).finally(() => span?.end());
    if (projected === null) return false;
    const endedAt = clock();
    meter.projected({ durationMs: endedAt - begunAt, delaysMs: projected.usageAt.map((usageAt) => endedAt - usageAt) });
    return true;
  }

  /** Marks what only time has changed. */
  async markTimePassed(): Promise<void> {
    const { store, clock } = this.options;
    for (const { tenant, timeZone, projectedOn } of await store.tenants()) {
      if (this.stopping) return;
      const today = localDayOf(clock(), timeZone);
      if (projectedOn !== today) {
        await store.markWhole(tenant);
        continue;
      }
      const terms = await this.options.terms.of(tenant);
      if (terms === null) continue;
      await store.changeSourceDays(tenant, await sourceDays({ tenant, terms, from: addMonths(today.slice(0, 7), -1) }, this.options));
    }
  }

  private pause(timeoutMs: number): Promise<void> {
    if (this.stopping) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
