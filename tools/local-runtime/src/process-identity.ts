import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A process beyond doubt: a pid alone is given to another process sooner or later, a pid with its start time never is. */
export interface ProcessIdentity {
  readonly pid: number;
  /** Boot id and clock ticks since boot on Linux, the date of `ps` elsewhere. Only ever compared for equality. */
  readonly startTime: string;
}

/** Undefined where no such process runs. A zombie counts as ended: it holds nothing any more and waits for its parent only. */
export function readIdentity(pid: number): ProcessIdentity | undefined {
  const startTime = process.platform === 'linux' ? linuxStartTime(pid) : portableStartTime(pid);
  return startTime === undefined ? undefined : { pid, startTime };
}

export function isRunning(identity: ProcessIdentity): boolean {
  return readIdentity(identity.pid)?.startTime === identity.startTime;
}

export function ownIdentity(): ProcessIdentity {
  const identity = readIdentity(process.pid);
  if (identity === undefined) throw new Error('cannot read the start time of this process');
  return identity;
}

export function isProcessIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, startTime } = value as Record<string, unknown>;
  return Number.isSafeInteger(pid) && (pid as number) > 0 && typeof startTime === 'string';
}

function linuxStartTime(pid: number): string | undefined {
  const stat = readIfThere(`/proc/${pid}/stat`);
  if (stat === undefined) return undefined;
  // The second field is the program's name in parentheses and may hold blanks and parentheses itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startTicks] = [fields[0], fields[19]];
  if (state === undefined || startTicks === undefined || 'ZX'.includes(state)) return undefined;
  return `${bootId()}/${startTicks}`;
}

// Ticks count from the machine's start, so the same number can return after a reboot.
function bootId(): string {
  return readIfThere('/proc/sys/kernel/random/boot_id')?.trim() ?? 'boot';
}

function portableStartTime(pid: number): string | undefined {
  const { status, stdout } = spawnSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', env: { ...process.env, LC_ALL: 'C' } });
  const [, state, startTime] = /^\s*(\S+)\s+(.+?)\s*$/.exec(status === 0 ? stdout : '') ?? [];
  return state === undefined || state.startsWith('Z') ? undefined : startTime;
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
