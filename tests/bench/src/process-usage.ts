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

function mibIn(path: string, name: string): number {
  const kib = new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(readIfThere(path))?.[1];
  return kib === undefined ? Number.NaN : Number(kib) / KIB_PER_MIB;
}

/** The most memory that the process ever had resident, in MiB; NaN where the system does not tell (only Linux does). */
export const peakMemoryMib = (pid: number): number => mibIn(`/proc/${pid}/status`, 'VmHWM');

/** In MiB. `proportional`: pages that several processes have count in equal parts, so that it may be added up. */
export interface Memory {
  readonly resident: number;
  readonly proportional: number;
  readonly peak: number;
}
/** Of a process now; NaN where it is not there, and where the system does not tell. */
export const memoryMib = (pid: number | undefined): Memory => ({
  resident: mibIn(`/proc/${pid ?? 0}/status`, 'VmRSS'),
  proportional: mibIn(`/proc/${pid ?? 0}/smaps_rollup`, 'Pss'),
  peak: peakMemoryMib(pid ?? 0),
});

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
