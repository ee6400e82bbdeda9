import { Pause, type Wait } from './pause.js';
import type { JobFault } from './ports.js';

/** How the work on a job ended. */
export type JobOutcome =
  | { readonly kind: 'done' }
  /** Its end is written already. */
  | { readonly kind: 'ended' }
  /** Something that it needs is not there now. */
  | { readonly kind: 'later'; readonly fault: JobFault }
  /** Trying again would give the same. */
  | { readonly kind: 'refused'; readonly fault: JobFault };

/** Something that one process works on at a time, until its lease ends. */
export interface LeasedWork {
  readonly job: { readonly id: string; readonly attempts: number };
}
/** Where the work comes from, and where its end is written. */
export interface LeasedJobs<Claim extends LeasedWork> {
  claim(leaseMs: number): Promise<Claim | null>;
  extend(claim: Claim, leaseMs: number): Promise<boolean>;
  finish(claim: Claim): Promise<void>;
  postpone(claim: Claim, next: { readonly delayMs: number; readonly fault: JobFault }): Promise<void>;
  refuse(claim: Claim, fault: JobFault): Promise<void>;
}

export interface RunnerOptions<Claim extends LeasedWork> {
  /** For the log: what it is that is made. */
  readonly name: 'report' | 'delivery';
  readonly jobs: LeasedJobs<Claim>;
  readonly work: (claim: Claim) => Promise<JobOutcome>;
  readonly log: { warn(fields: object, event: string): void; error(fields: object, event: string): void };
  /** How long a job stays with a process that says nothing more; 10,000 by default. */
  readonly leaseMs?: number;
  /** Between two looks where nothing is due; 2,000 by default. */
  readonly pollMs?: number;
  /** In tests a day takes seconds. */
  readonly wait?: Wait;
}

const LEASE_MS = 10_000;
const POLL_MS = 2_000;
/** Below the time that a service has to stop. */
const STOP_PATIENCE_MS = 8_000;
const FIRST_DELAY_MS = 1_000;
const MAX_DELAY_MS = 300_000;

/** Doubled with each attempt, up to five minutes. */
const delayOf = (attempts: number): number => Math.min(FIRST_DELAY_MS * 2 ** Math.max(0, attempts - 1), MAX_DELAY_MS);

const UNEXPECTED: JobFault = { code: 'INTERNAL_ERROR', detail: 'it could not be done; the service has logged why' };

/**
 * Does what the jobs ask for, one after the other, in the background of the service. A job is held under a lease: a process that ends anywhere leaves it to the next one,
 * which goes on from what the archive has already.
 */
export class LeaseRunner<Claim extends LeasedWork> {
  private running: Promise<void> | null = null;
  private stopping = false;
  private readonly pause: Pause;

  constructor(private readonly options: RunnerOptions<Claim>) {
    this.pause = new Pause(options.wait);
  }

  start(): void {
    this.running ??= this.run();
  }

  /** Looks at once, and not only when the pause is over. */
  wake(): void {
    this.pause.wake();
  }

  /** Lets the job that is worked on end, within limits: what is not done then is for the next process, from where it is. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.pause.wake();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, STOP_PATIENCE_MS);
    });
    await Promise.race([this.running, late]).finally(() => clearTimeout(timer));
  }

  private async run(): Promise<void> {
    const { jobs, log, leaseMs = LEASE_MS, pollMs = POLL_MS } = this.options;
    while (!this.stopping) {
      try {
        this.pause.beginLook();
        const claim = await jobs.claim(leaseMs);
        if (claim !== null) await this.handle(claim, leaseMs);
        else await this.pause.last(pollMs);
      } catch (error) {
        // Nothing is lost: the job stays, and is due again when its lease has ended.
        log.warn({ error, work: this.options.name }, 'report.runner_waits');
        await this.pause.last(pollMs);
      }
    }
  }

  private async handle(claim: Claim, leaseMs: number): Promise<void> {
    const { jobs, log, name: work } = this.options;
    const { id, attempts } = claim.job;
    const pulse = setInterval(() => void jobs.extend(claim, leaseMs).catch(() => undefined), leaseMs / 3);
    try {
      const outcome = await this.options.work(claim);
      switch (outcome.kind) {
        case 'done':
          return await jobs.finish(claim);
        case 'ended':
          return;
        case 'later':
          log.warn({ work, id, attempts, code: outcome.fault.code }, 'report.job_waits');
          return await jobs.postpone(claim, { delayMs: delayOf(attempts), fault: outcome.fault });
        case 'refused':
          log.error({ work, id, code: outcome.fault.code }, 'report.job_refused');
          return await jobs.refuse(claim, outcome.fault);
      }
    } catch (error) {
      log.error({ error, work, id, attempts }, 'report.job_failed');
      await jobs.postpone(claim, { delayMs: delayOf(attempts), fault: UNEXPECTED });
    } finally {
      clearInterval(pulse);
    }
  }
}
