import { ok, type Result } from '@hemtag/kernel';
import type { OwnProcess, ProcessExit } from './own-process.js';
import { stopped, type RuntimeProblem } from './runtime-problem.js';

export type RuntimeEvent =
  | { readonly kind: 'exited'; readonly name: string; readonly exit: ProcessExit; readonly lines: readonly string[]; readonly restartInMs: number }
  | { readonly kind: 'restarted'; readonly name: string; readonly pid: number | undefined }
  | { readonly kind: 'restart-failed'; readonly name: string; readonly problem: RuntimeProblem; readonly restartInMs: number }
  | { readonly kind: 'given-up'; readonly name: string; readonly restarts: number };

export interface SupervisedSpec {
  readonly name: string;
  /** Starts the program and resolves when it is ready. */
  readonly start: () => Promise<Result<OwnProcess, RuntimeProblem>>;
  readonly stopGraceMs: number;
  readonly onEvent: (event: RuntimeEvent) => void;
}

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 5_000;
const RESTART_WINDOW_MS = 60_000;
const MAX_RESTARTS_IN_WINDOW = 10;

/** The pause before the next restart, or undefined where the program has been restarted too often within a minute. */
export function nextBackoffMs(restartTimesMs: readonly number[], nowMs: number): number | undefined {
  const recent = restartTimesMs.filter((time) => nowMs - time < RESTART_WINDOW_MS).length;
  return recent >= MAX_RESTARTS_IN_WINDOW ? undefined : Math.min(FIRST_BACKOFF_MS * 2 ** recent, MAX_BACKOFF_MS);
}

/** Keeps one program running: what ends without being asked to is started again after a growing pause. */
export class Supervisor {
  readonly #spec: SupervisedSpec;
  readonly #restartTimesMs: number[] = [];
  #current: OwnProcess | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopping = false;

  constructor(spec: SupervisedSpec) {
    this.#spec = spec;
  }

  get name(): string {
    return this.#spec.name;
  }

  /** The first start. A program that does not become ready now is not tried again. */
  async start(): Promise<Result<void, RuntimeProblem>> {
    const started = await this.#spec.start();
    if (!started.ok) return started;
    return this.#adopt(started.value);
  }

  /** No restart from now on. */
  disarm(): void {
    this.#stopping = true;
    clearTimeout(this.#timer);
  }

  async stop(): Promise<void> {
    this.disarm();
    await this.#current?.stop({ graceMs: this.#spec.stopGraceMs });
  }

  async #adopt(process: OwnProcess): Promise<Result<void, RuntimeProblem>> {
    this.#current = process;
    if (this.#stopping) {
      await process.stop({ graceMs: this.#spec.stopGraceMs });
      return { ok: false, error: stopped() };
    }
    void process.exited.then((exit) => this.#afterExit(process, exit));
    return ok(undefined);
  }

  #afterExit(process: OwnProcess, exit: ProcessExit): void {
    if (this.#stopping) return;
    const { name } = this.#spec;
    this.#scheduleRestart((restartInMs) => ({ kind: 'exited', name, exit, lines: process.lastLines(), restartInMs }));
  }

  #scheduleRestart(describe: (restartInMs: number) => RuntimeEvent): void {
    const nowMs = Date.now();
    const pauseMs = nextBackoffMs(this.#restartTimesMs, nowMs);
    if (pauseMs === undefined) {
      this.#spec.onEvent({ kind: 'given-up', name: this.#spec.name, restarts: this.#restartTimesMs.length });
      return;
    }
    this.#restartTimesMs.push(nowMs);
    this.#spec.onEvent(describe(pauseMs));
    this.#timer = setTimeout(() => void this.#restart(), pauseMs);
  }

  async #restart(): Promise<void> {
    const { name } = this.#spec;
    const started = await this.#spec.start();
    if (started.ok) {
      const adopted = await this.#adopt(started.value);
      if (adopted.ok) this.#spec.onEvent({ kind: 'restarted', name, pid: started.value.pid });
      return;
    }
    if (!this.#stopping) this.#scheduleRestart((restartInMs) => ({ kind: 'restart-failed', name, problem: started.error, restartInMs }));
  }
}
