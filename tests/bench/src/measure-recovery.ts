import { createBenchDatabase } from './bench-database.js';
import { forgetGroups, type BenchTopic } from './bench-topic.js';
import type { BenchServers } from './bench-servers.js';
import { startIngestion, StoredProgress } from './ingestion-process.js';
import { differences } from './ingestion-tables.js';
import type { Template } from './measure-pipeline.js';
import type { Client } from './options.js';
import type { ExpectedTotals } from './workload.js';

const POLL_MS = 5;
/** The share of the records after which the service is killed. */
const KILL_AFTER = 0.2;

export interface RecoveryRun {
  readonly client: Client;
  /** From the signal until the service that was started at once has stored its first record. */
  readonly seconds: number;
}

/** Kills the service under load, starts it again at once, and lets it come to the end. Throws where a record is lost or counted twice. */
export async function measureRecovery(options: {
  readonly servers: BenchServers;
  readonly topic: BenchTopic;
  readonly client: Client;
  readonly template: Template;
  readonly expected: ExpectedTotals;
}): Promise<RecoveryRun> {
  const { servers, topic, client, expected } = options;
  await forgetGroups(servers.brokers, topic);
  const database = await createBenchDatabase(servers.databaseUrl, options.template.database);
  const progress = await new StoredProgress(database.url).open();
  let service = await startIngestion({ ...options, database });
  try {
    await progress.reaches(Math.ceil(expected.records * KILL_AFTER), { everyMs: POLL_MS });
    const killedAtMs = performance.now();
    await service.stop('SIGKILL');
    service = await startIngestion({ ...options, database });
    // The start took a second, so the database has ended what the killed process had under way; the broker notices the death later still.
    const before = await progress.total();
    if (before === expected.records) throw new Error(`${expected.records} records are too few: all were stored before the kill`);
    await progress.reaches(before + 1, { everyMs: POLL_MS });
    const seconds = (performance.now() - killedAtMs) / 1_000;
    await progress.reaches(expected.records, { everyMs: 100 });
    const wrong = await differences(database.url, expected);
    if (wrong.length > 0) throw new Error(`the pipeline with ${client} is not exact after a kill:\n  ${wrong.join('\n  ')}`);
    return { client, seconds };
  } finally {
    await progress.close();
    await service.stop();
    await database.drop();
  }
}
