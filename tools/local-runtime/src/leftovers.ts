import { join } from 'node:path';
import { endForeign } from './own-process.js';
import { readPidFiles, removePidFile, type PidRecord } from './pid-file.js';
import { isRunning } from './process-identity.js';

const SERVICE_GRACE_MS = 3_000;
const SERVER_GRACE_MS = 10_000;

/**
 * Ends what an earlier run on the same data left running, services before servers, and removes its pid files. A process that merely has
 * been given a recorded pid is left alone. Returns the ended ones. Throws where one cannot be ended (it belongs to another user, say).
 */
export async function endLeftovers(dataDir: string): Promise<readonly PidRecord[]> {
  const pidDir = join(dataDir, 'pids');
  const records = readPidFiles(pidDir);
  const leftovers = records.filter(isRunning);
  await endAll(
    leftovers.filter(({ kind }) => kind !== 'server'),
    SERVICE_GRACE_MS,
  );
  await endAll(
    leftovers.filter(({ kind }) => kind === 'server'),
    SERVER_GRACE_MS,
  );
  for (const record of records) removePidFile(pidDir, record.name, record);
  return leftovers;
}

async function endAll(records: readonly PidRecord[], graceMs: number): Promise<void> {
  await Promise.all(
    records.map(async (record) => {
      if (await endForeign(record, { stopSignal: record.stopSignal, graceMs })) return;
      throw new Error(`cannot end process ${record.pid} (${record.name}), left over from an earlier run`);
    }),
  );
}
