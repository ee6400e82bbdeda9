import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isProcessIdentity, type ProcessIdentity } from './process-identity.js';

/** Decides the order in which leftovers end: what uses the servers before the servers. */
export type ProcessKind = 'server' | 'service' | 'task';

export interface PidRecord extends ProcessIdentity {
  readonly name: string;
  readonly kind: ProcessKind;
  /** Names the program in messages; the process is recognised by pid and start time alone. */
  readonly command: string;
  readonly stopSignal: NodeJS.Signals;
}

export function writePidFile(pidDir: string, record: PidRecord): void {
  mkdirSync(pidDir, { recursive: true });
  const aside = join(pidDir, `.${record.name}.${randomUUID()}`);
  writeFileSync(aside, `${JSON.stringify(record)}\n`);
  renameSync(aside, pidFile(pidDir, record.name));
}

/** Removes the file of this very process; one that a later start of the same name wrote stays. */
export function removePidFile(pidDir: string, name: string, identity: ProcessIdentity): void {
  const written = readPidFile(pidFile(pidDir, name));
  if (written?.pid === identity.pid && written.startTime === identity.startTime) rmSync(pidFile(pidDir, name), { force: true });
}

/** All records of a folder; files that hold none are removed, because nothing can be concluded from them. */
export function readPidFiles(pidDir: string): readonly PidRecord[] {
  if (!existsSync(pidDir)) return [];
  return readdirSync(pidDir).flatMap((file) => {
    const record = readPidFile(join(pidDir, file));
    if (record === undefined) rmSync(join(pidDir, file), { force: true });
    return record === undefined ? [] : [record];
  });
}

function pidFile(pidDir: string, name: string): string {
  return join(pidDir, `${name}.json`);
}

function readPidFile(path: string): PidRecord | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isProcessIdentity(value)) return undefined;
    const { name, kind, command, stopSignal } = value as unknown as Record<string, unknown>;
    const known = typeof name === 'string' && typeof command === 'string' && (kind === 'server' || kind === 'service' || kind === 'task');
    return known && (stopSignal === 'SIGTERM' || stopSignal === 'SIGINT') ? { ...value, name, kind, command, stopSignal } : undefined;
  } catch {
    return undefined;
  }
}
