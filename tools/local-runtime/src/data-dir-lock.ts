import { randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type Result } from '@hemtag/kernel';
import { isProcessIdentity, isRunning, ownIdentity, type ProcessIdentity } from './process-identity.js';

export interface HeldLock {
  release(): void;
}

/** Takes the lock for this process, or says which running process holds it. A lock whose holder has ended is taken over. */
export function acquireLock(path: string): Result<HeldLock, ProcessIdentity> {
  mkdirSync(dirname(path), { recursive: true });
  const mine = `${JSON.stringify({ ...ownIdentity(), token: randomUUID() })}\n`;
  const holder = takeLock(path, mine);
  return holder === undefined ? ok({ release: () => releaseLock(path, mine) }) : err(holder);
}

function takeLock(path: string, mine: string): ProcessIdentity | undefined {
  for (;;) {
    if (createExclusively(path, mine)) return undefined;
    const found = readIfThere(path);
    if (found === undefined) continue;
    const holder = parseHolder(found);
    if (holder !== undefined && isRunning(holder)) return holder;
    // Two processes may find the same stale lock. Only the one that holds the guard may replace it, and only if it is still the lock it judged.
    const guard = `${path}.takeover`;
    const guardHolder = takeLock(guard, mine);
    if (guardHolder !== undefined) return guardHolder;
    const unchanged = readIfThere(path) === found;
    if (unchanged) replace(path, mine);
    releaseLock(guard, mine);
    if (unchanged) return undefined;
  }
}

// A link appears with its whole content at once, so nobody ever reads a lock that is only half written.
function createExclusively(path: string, content: string): boolean {
  const aside = writeAside(path, content);
  try {
    linkSync(aside, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(aside, { force: true });
  }
}

function replace(path: string, content: string): void {
  renameSync(writeAside(path, content), path);
}

function writeAside(path: string, content: string): string {
  const aside = `${path}.${randomUUID()}`;
  writeFileSync(aside, content, { flag: 'wx' });
  return aside;
}

function releaseLock(path: string, mine: string): void {
  if (readIfThere(path) === mine) rmSync(path, { force: true });
}

function parseHolder(content: string): ProcessIdentity | undefined {
  try {
    const value: unknown = JSON.parse(content);
    return isProcessIdentity(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
