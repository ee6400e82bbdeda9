import { spawn, type ChildProcess } from 'node:child_process';
import { closeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLogLines, logFileSize, openLogFile } from './log-file.js';
import { removePidFile, writePidFile, type ProcessKind } from './pid-file.js';
import { isRunning, readIdentity, type ProcessIdentity } from './process-identity.js';

export interface ProcessSpec {
  readonly name: string;
  readonly kind: ProcessKind;
  readonly command: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Standard output and standard error are appended here. */
  readonly logFile: string;
  /** Asks for an orderly stop; SIGTERM unless said otherwise. */
  readonly stopSignal?: NodeJS.Signals;
  /** Ends at once without an orderly stop; SIGKILL unless said otherwise. */
  readonly killSignal?: NodeJS.Signals;
}

export type ProcessExit =
  { readonly kind: 'not-started'; readonly reason: string } | { readonly kind: 'exited'; readonly code: number | null; readonly signal: NodeJS.Signals | null };

export interface OwnProcess {
  readonly name: string;
  /** Undefined where the program could not be started. */
  readonly pid: number | undefined;
  readonly exited: Promise<ProcessExit>;
  isRunning(): boolean;
  /** Asks for an orderly stop and ends the process for good after the grace. */
  stop(options: { readonly graceMs: number }): Promise<ProcessExit>;
  kill(): void;
  /** What this start of the process has written last. */
  lastLines(): readonly string[];
}

export class RuntimeStopping extends Error {
  constructor() {
    super('the local runtime is being stopped');
  }
}

/** Starts processes in groups of their own, so that Ctrl-C in a terminal reaches only the program that owns them, and keeps a pid file of each. */
export class OwnProcesses {
  readonly #pidDir: string;
  readonly #running = new Map<OwnProcess, ProcessKind>();
  #closed = false;

  constructor(dataDir: string) {
    this.#pidDir = join(dataDir, 'pids');
  }

  start(spec: ProcessSpec): OwnProcess {
    if (this.#closed) throw new RuntimeStopping();
    const logStart = logFileSize(spec.logFile);
    const log = openLogFile(spec.logFile);
    const child = spawn(spec.command, [...spec.args], { cwd: spec.cwd, env: spec.env, detached: true, stdio: ['ignore', log, log] });
    closeSync(log);
    const identity = child.pid === undefined ? undefined : readIdentity(child.pid);
    if (identity !== undefined) {
      const { name, kind, command, stopSignal = 'SIGTERM' } = spec;
      writePidFile(this.#pidDir, { ...identity, name, kind, command, stopSignal });
    }
    const own = ownProcess(spec, child, logStart);
    this.#running.set(own, spec.kind);
    void own.exited.then(() => {
      this.#running.delete(own);
      if (identity !== undefined) removePidFile(this.#pidDir, spec.name, identity);
    });
    return own;
  }

  /** Runs a program to its end. Its output goes to the log file, so that nothing is lost when it fails. */
  async run(spec: ProcessSpec): Promise<{ readonly exit: ProcessExit; readonly lines: readonly string[] }> {
    const own = this.start(spec);
    const exit = await own.exited;
    return { exit, lines: own.lastLines() };
  }

  pidOf(name: string): number | undefined {
    return [...this.#running.keys()].find((own) => own.name === name)?.pid;
  }

  /** Starts nothing from now on. */
  close(): void {
    this.#closed = true;
  }

  async stopAll(options: { readonly kind: ProcessKind; readonly graceMs: number }): Promise<void> {
    await Promise.all([...this.#running].filter(([, kind]) => kind === options.kind).map(([own]) => own.stop(options)));
  }

  killAll(): void {
    for (const own of this.#running.keys()) own.kill();
  }
}

function ownProcess(spec: ProcessSpec, child: ChildProcess, logStart: number): OwnProcess {
  const exited = new Promise<ProcessExit>((resolve) => {
    child.once('error', (error) => resolve({ kind: 'not-started', reason: error.message }));
    child.once('exit', (code, signal) => resolve({ kind: 'exited', code, signal }));
  });
  const running = (): boolean => child.pid !== undefined && child.exitCode === null && child.signalCode === null;
  const send = (signal: NodeJS.Signals): void => {
    if (running() && child.pid !== undefined) signalGroup(child.pid, signal);
  };
  return {
    name: spec.name,
    pid: child.pid,
    exited,
    isRunning: running,
    async stop({ graceMs }) {
      send(spec.stopSignal ?? 'SIGTERM');
      const patience = setTimeout(() => send('SIGKILL'), graceMs);
      const exit = await exited;
      clearTimeout(patience);
      return exit;
    },
    kill: () => send(spec.killSignal ?? 'SIGKILL'),
    lastLines: () => lastLogLines(spec.logFile, { from: logStart, maxLines: 12 }),
  };
}

/** Ends a process that is not a child of this one, so its end can only be watched. True when it has ended. */
export async function endForeign(identity: ProcessIdentity, options: { readonly stopSignal: NodeJS.Signals; readonly graceMs: number }): Promise<boolean> {
  if (!isRunning(identity)) return true;
  signalGroup(identity.pid, options.stopSignal);
  if (await endsWithin(identity, options.graceMs)) return true;
  signalGroup(identity.pid, 'SIGKILL');
  return endsWithin(identity, KILL_PATIENCE_MS);
}

const KILL_PATIENCE_MS = 5_000;
const WATCH_INTERVAL_MS = 20;

async function endsWithin(identity: ProcessIdentity, timeoutMs: number): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (isRunning(identity)) {
    if (Date.now() > deadline) return false;
    await delay(WATCH_INTERVAL_MS);
  }
  return true;
}

// Every own process leads a group that carries its pid; what it started in turn (a shell script its JVM) belongs to the group.
function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
