import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename, dirname } from 'node:path';
import { createInterface } from 'node:readline';

import { SERVICE_ENVIRONMENT, serviceNodeFlags } from '@hemtag/local-runtime';

export interface ServiceProcess {
  readonly url: string;
  readonly metricsUrl: string;
  readonly pid: number;
  /** Every line on standard output so far. */
  readonly lines: readonly string[];
  /** Sends the signal and resolves with the exit code; null where the signal ended it. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

interface Started {
  readonly event?: string;
  readonly port?: number;
  readonly metricsPort?: number;
}

function startedLine(line: string): Started | null {
  const parsed = line.startsWith('{') ? (JSON.parse(line) as Started) : {};
  return parsed.event === 'service.started' ? parsed : null;
}

/** A service as it runs in production, from its compiled `main.js`, on free loopback ports; resolves when it listens. */
export async function startServiceProcess({ main, env }: { readonly main: string; readonly env: Readonly<Record<string, string>> }): Promise<ServiceProcess> {
  const child = spawn(process.execPath, [...serviceNodeFlags(basename(dirname(dirname(main)))), main], {
    env: { ...SERVICE_ENVIRONMENT, PATH: process.env.PATH ?? '', HEMTAG_PORT: '0', HEMTAG_METRICS_PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const errors: string[] = [];
  const { port, metricsPort } = await new Promise<Started>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      lines.push(line);
      const started = startedLine(line);
      if (started) resolve(started);
    });
    createInterface({ input: child.stderr }).on('line', (line) => errors.push(line));
    child.once('exit', (code) => reject(new Error(`the service ended with ${String(code)}:\n${[...lines, ...errors].join('\n')}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    metricsUrl: `http://127.0.0.1:${metricsPort}/metrics`,
    pid: child.pid ?? 0,
    lines,
    stop: async (signal = 'SIGTERM') => {
      if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
      const ended = once(child, 'exit') as Promise<[number | null]>;
      child.kill(signal);
      return (await ended)[0];
    },
  };
}
