import { existsSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { endForeign } from './own-process.js';
import { readIdentity } from './process-identity.js';

const QUIT_GRACE_MS = 5_000;

/**
 * A SIGKILLed server can leave worker processes that still hold its shared memory, and a `postmaster.pid` whose pid may belong to another
 * process by now; both would block the next start. PostgreSQL's processes work inside the data folder, which tells them from all others.
 * Elsewhere than on Linux the server's own checks decide.
 */
export async function clearOrphans(clusterDir: string): Promise<void> {
  if (process.platform !== 'linux') return;
  const orphans = postgresProcessesIn(realpathSync(clusterDir)).flatMap((pid) => readIdentity(pid) ?? []);
  const ended = await Promise.all(orphans.map((orphan) => endForeign(orphan, { stopSignal: 'SIGQUIT', graceMs: QUIT_GRACE_MS })));
  if (ended.includes(false)) throw new Error(`cannot end PostgreSQL processes that still work in ${clusterDir}`);
  rmSync(join(clusterDir, 'postmaster.pid'), { force: true });
}

function postgresProcessesIn(folder: string): readonly number[] {
  if (!existsSync('/proc')) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && linkOf(pid, 'cwd') === folder && basename(linkOf(pid, 'exe') ?? '') === 'postgres');
}

function linkOf(pid: number, name: 'cwd' | 'exe'): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/${name}`);
  } catch {
    return undefined;
  }
}
