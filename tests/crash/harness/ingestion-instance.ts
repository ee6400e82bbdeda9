import type { ReplayResponse } from '@hemtag/contracts';
import { SERVICE_ENVIRONMENT, serviceNodeFlags } from '@hemtag/local-runtime';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

import type { TcpProxy } from './tcp-proxy.js';

export interface InstanceOptions {
  readonly main: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onLine?: (line: string) => void;
}

export interface LogLine {
  readonly level?: string;
  readonly event?: string;
  readonly port?: number;
  readonly metricsPort?: number;
  readonly error?: { readonly type?: string; readonly message?: string };
}

const UNHANDLED = 'test.unhandled_rejection';
// Runs before the service and only watches: the service's own way of dealing with it follows.
const WATCHER = `process.on('unhandledRejection',(error)=>process.stderr.write('${UNHANDLED} '+String(error&&error.stack||error).replaceAll('\\n',' ')+'\\n'))`;

/** One running service from its compiled `main.js`. */
export class Instance {
  readonly #child: ChildProcess;
  readonly #lines: string[] = [];
  readonly #exited: Promise<void>;
  #started: LogLine | null = null;
  #peakRssKb = 0;

  constructor(readonly options: InstanceOptions) {
    const watcher = `--import=data:text/javascript,${encodeURIComponent(WATCHER)}`;
    this.#child = spawn(process.execPath, [...serviceNodeFlags('ingestion'), watcher, options.main], {
      env: { ...SERVICE_ENVIRONMENT, PATH: process.env.PATH ?? '', HEMTAG_PORT: '0', HEMTAG_METRICS_PORT: '0', ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream) createInterface({ input: stream }).on('line', (line) => this.#note(line));
    this.#exited = once(this.#child, 'exit').then(() => undefined);
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  get isRunning(): boolean {
    return this.#child.exitCode === null && this.#child.signalCode === null;
  }

  /** True once it listens. */
  get hasStarted(): boolean {
    return this.#started !== null;
  }

  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Resolves when the process has ended. */
  get exited(): Promise<void> {
    return this.#exited;
  }

  /** How the process said that it cannot go on. */
  get fatal(): string | null {
    const line = this.#lines.map(parsed).find(({ level }) => level === 'fatal');
    return line ? `${line.event ?? ''}: ${line.error?.type ?? ''} ${line.error?.message ?? ''}` : null;
  }

  get unhandled(): readonly string[] {
    return this.#lines.filter((line) => line.startsWith(UNHANDLED));
  }

  /** The largest resident size that was ever seen, in MiB. */
  get peakRssMib(): number {
    this.sampleMemory();
    return Math.round(this.#peakRssKb / 1024);
  }

  get url(): string {
    return `http://127.0.0.1:${this.#started?.port ?? 0}`;
  }

  sampleMemory(): void {
    if (!this.isRunning) return;
    try {
      const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8'))?.[1];
      this.#peakRssKb = Math.max(this.#peakRssKb, Number(peak ?? 0));
    } catch {
      // It ended at this moment.
    }
  }

  signal(name: NodeJS.Signals): void {
    if (name === 'SIGKILL' || name === 'SIGTERM') this.sampleMemory();
    this.#child.kill(name);
  }

  async end(): Promise<void> {
    this.signal('SIGCONT');
    this.signal('SIGKILL');
    await this.#exited;
  }

  /** The status of the readiness question; null where nobody answers. */
  async readiness(): Promise<number | null> {
    if (!this.#started) return null;
    try {
      const response = await fetch(`${this.url}/health/ready`, { signal: AbortSignal.timeout(3_000) });
      await response.body?.cancel();
      return response.status;
    } catch {
      return null;
    }
  }

  /** `POST /v1/rejects/replay`. */
  async replayRejects(choice: Readonly<Record<string, unknown>>): Promise<ReplayResponse> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/v1/rejects/replay`, {
      method: 'POST',
      headers,
      body: JSON.stringify(choice),
      signal: AbortSignal.timeout(30_000),
    });
    if (!response.ok) throw new Error(`the replay was answered ${response.status}: ${await response.text()}`);
    return (await response.json()) as ReplayResponse;
  }

  /** The sum of a metric over its labels; 0 where the process does not answer. */
  async metric(name: string): Promise<number> {
    if (!this.#started) return 0;
    try {
      const text = await (await fetch(`http://127.0.0.1:${this.#started.metricsPort ?? 0}/metrics`, { signal: AbortSignal.timeout(3_000) })).text();
      return text
        .split('\n')
        .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
        .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    } catch {
      return 0;
    }
  }

  #note(line: string): void {
    this.#lines.push(line);
    const entry = parsed(line);
    if (entry.event === 'service.started') this.#started = entry;
    this.options.onLine?.(line);
  }
}

function parsed(line: string): LogLine {
  if (!line.startsWith('{')) return {};
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return {};
  }
}

/** An instance and the proxy through which it alone reaches the database. */
export interface Member {
  readonly number: number;
  readonly database: TcpProxy;
  instance: Instance;
}
