import { readdirSync, readFileSync } from 'node:fs';

const KIB_PER_MIB = 1024;
const TICKS_PER_SECOND = 100;

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** The most memory that the process ever had resident, in MiB; NaN where the system does not tell (only Linux does). */
export function peakMemoryMib(pid: number): number {
  const kib = /^VmHWM:\s+(\d+) kB$/m.exec(readIfThere(`/proc/${pid}/status`))?.[1];
  return kib === undefined ? Number.NaN : Number(kib) / KIB_PER_MIB;
}

interface Stat {
  readonly parent: number;
  readonly ticks: number;
}

function statOf(pid: number): Stat | null {
  const stat = readIfThere(`/proc/${pid}/stat`);
  // The second field is the program's name in parentheses and may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields.length < 16) return null;
  // User and system time of its own, then of the children that have ended.
  return { parent: Number(fields[1]), ticks: [11, 12, 13, 14].reduce((sum, at) => sum + Number(fields[at]), 0) };
}

/** Seconds of processor time of a process and of everything that it started, ended children included; NaN where the system does not tell. */
export function cpuSeconds(pid: number | undefined): number {
  const own = pid === undefined ? null : statOf(pid);
  if (own === null) return Number.NaN;
  const children = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((name) => statOf(Number(name)))
    .filter((stat) => stat?.parent === pid)
    .reduce((sum, stat) => sum + (stat?.ticks ?? 0), 0);
  return (own.ticks + children) / TICKS_PER_SECOND;
}
