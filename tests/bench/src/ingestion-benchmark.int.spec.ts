import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTestDatabase, testKafkaBrokers, uniqueName, type TestDatabase } from '@hemtag/testing';

import { IngestionBenchmark } from './ingestion-benchmark.js';
import { CLIENTS, readOptions } from './options.js';
import { reportRows, reportTable } from './report.js';

const RECORDS = 3_000;
const LIMIT_MS = 300_000;

let folder: string;
let database: TestDatabase;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hemtag-bench-'));
  database = await createTestDatabase();
});
afterAll(async () => {
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test(
  // A kill in the middle needs more records than this; tests/crash kills.
  'the benchmark in small: every part runs and ends exact, or it would throw',
  async () => {
    const options = readOptions([
      `--events=${RECORDS}`,
      '--only=a,b,c,d,stored,delay',
      '--runs=1',
      '--sample=200',
      '--stored=1000',
      '--delay-seconds=1',
      '--delay-rate=400',
    ]);
    const benchmark = new IngestionBenchmark({
      servers: { brokers: testKafkaBrokers(), databaseUrl: database.url, pidOf: () => undefined },
      options,
      prefix: `${uniqueName('bench')}.`,
      folder,
      say: () => undefined,
    });
    const measured = await benchmark.measure();
    expect(measured.payload?.records).toBe(RECORDS);
    expect(measured.rounds).toHaveLength(1);
    expect(measured.stored.map(({ ids }) => ids)).toEqual(['time-ordered', 'random']);
    const rows = reportRows(measured);
    // So few records may be stored by one flush, and then no rate lies between the first and the last.
    expect(measured.rounds[0]?.pipeline.map(({ client, withStartPerSecond }) => [client, withStartPerSecond > 0])).toEqual(
      CLIENTS.map((client) => [client, true]),
    );
    expect(reportTable(rows).split('\n')).toHaveLength(1 + rows.length);
    expect(rows.map(({ what }) => what)).toEqual(expect.arrayContaining(['d/a, kafkajs', 'd/b, kafkajs', 'd/c, kafkajs', 'stored / empty, random ids']));
  },
  LIMIT_MS,
);
