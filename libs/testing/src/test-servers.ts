import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openRuntime, type LocalRuntime } from '@hemtag/local-runtime';

const FOLDER_PREFIX = 'hemtag-test-';
const CACHE_DIR = fileURLToPath(new URL('../../../.hemtag/cache', import.meta.url));
const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export const DATABASE_VARIABLE = 'HEMTAG_TEST_DATABASE_URL';
export const BROKERS_VARIABLE = 'HEMTAG_TEST_KAFKA_BROKERS';

interface RunningServers {
  readonly runtime: LocalRuntime;
  readonly folder: string;
  readonly forgetSignals: () => void;
}

let running: RunningServers | undefined;

/**
 * Jest's global setup: one PostgreSQL and one Kafka for all suites of a run, whose addresses the workers inherit through the environment.
 * HEMTAG_DATABASE_URL and HEMTAG_KAFKA_BROKERS name existing servers to be used instead.
 */
export async function startTestServers(): Promise<void> {
  await endAbandonedRuns();
  const startedAtMs = performance.now();
  const folder = mkdtempSync(join(tmpdir(), FOLDER_PREFIX));
  const log = (line: string): void => void process.stdout.write(`${line}\n`);
  const opened = await openRuntime({ dataDir: folder, log });
  if (!opened.ok) throw new Error(opened.error.message);
  running = { runtime: opened.value, folder, forgetSignals: killOnSignal(opened.value) };
  const servers = await opened.value.startServers({ cacheDir: CACHE_DIR, durable: false });
  if (!servers.ok) {
    await stopTestServers();
    throw new Error(servers.error.message);
  }
  const { kafkaBrokers, databaseUrl, kinds } = servers.value;
  process.env[DATABASE_VARIABLE] = databaseUrl;
  process.env[BROKERS_VARIABLE] = kafkaBrokers.join(',');
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  log(`Test servers ready in ${seconds} s: PostgreSQL (${kinds.postgres}), Kafka (${kinds.kafka}) on ${kafkaBrokers.join(', ')}`);
}

/** Jest's global teardown: stops what the setup started and deletes its data. */
export async function stopTestServers(): Promise<void> {
  if (running === undefined) return;
  const { runtime, folder, forgetSignals } = running;
  running = undefined;
  await runtime.stop();
  forgetSignals();
  rmSync(folder, { recursive: true, force: true });
}

// A run that was killed could not stop its servers, and its folder has a name that no later run uses again. A folder without a lock may
// belong to a run that is only just beginning.
async function endAbandonedRuns(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(FOLDER_PREFIX))) {
    const folder = join(tmpdir(), name);
    if (!isOwnFolder(folder) || !readdirSync(folder).includes('runtime.lock')) continue;
    const abandoned = await openRuntime({ dataDir: folder });
    if (!abandoned.ok) continue;
    await abandoned.value.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

function isOwnFolder(path: string): boolean {
  const stat = lstatSync(path, { throwIfNoEntry: false });
  return stat?.isDirectory() === true && stat.uid === process.getuid?.();
}

/** The servers are no part of the terminal's process group, so a run that is interrupted must take them along itself. */
function killOnSignal(runtime: LocalRuntime): () => void {
  const kill = (): void => runtime.killNow();
  const killAndEnd = (signal: NodeJS.Signals): void => {
    kill();
    process.kill(process.pid, signal); // the handler has been removed, so this time the signal ends the process
  };
  process.once('exit', kill);
  for (const signal of ENDING_SIGNALS) process.once(signal, killAndEnd);
  return () => {
    process.off('exit', kill);
    for (const signal of ENDING_SIGNALS) process.off(signal, killAndEnd);
  };
}
