import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findKafka, kafkaVersion, provideKafka } from './kafka-distribution.js';
import { KafkaServer } from './kafka-server.js';
import { OwnProcesses } from './own-process.js';

const CACHE_DIR = fileURLToPath(new URL('../../../.hemtag/cache', import.meta.url));

describe('local Kafka', () => {
  let dataDir: string;
  let processes: OwnProcesses;

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'hemtag-kafka-'));
    processes = new OwnProcesses(dataDir);
  });
  afterEach(async () => {
    await processes.stopAll({ kind: 'server', graceMs: 20_000 });
    rmSync(dataDir, { recursive: true });
  });

  it('writes a class archive at a clean end, and starts without it once it is damaged', async () => {
    const found = await findKafka({ env: process.env, cacheDir: CACHE_DIR });
    if (!found.ok) throw new Error(found.error);
    const logFile = join(dataDir, 'kafka.log');
    const provided = await provideKafka(found.value, { cacheDir: CACHE_DIR, processes, env: process.env, logFile, log: () => undefined });
    if (!provided.ok) throw new Error(provided.error.message);
    const archiveFile = join(dataDir, 'archive', 'classes.jsa');
    const server = new KafkaServer({ folder: join(dataDir, 'kafka'), distribution: { ...provided.value, archiveFile }, processes, env: process.env, logFile });

    const first = await server.start();
    if (!first.ok) throw new Error(first.error.message);
    expect(await first.value.stop({ graceMs: 20_000 })).toMatchObject({ code: 143 });
    expect(readdirSync(join(dataDir, 'archive'))).toEqual(['classes.jsa']);
    expect(statSync(archiveFile).size).toBeGreaterThan(10_000_000);

    chmodSync(archiveFile, 0o600);
    truncateSync(archiveFile, 3_000_000);
    expect(await server.start()).toMatchObject({ ok: true });
    expect(existsSync(archiveFile)).toBe(false);
  });

  it('needs Maven as long as the jars are neither in the cache nor in KAFKA_HOME', async () => {
    const found = await findKafka({ env: process.env, cacheDir: CACHE_DIR });
    if (!found.ok) throw new Error(found.error);
    const bin = join(dataDir, 'bin');
    mkdirSync(bin);
    symlinkSync(found.value.java.command, join(bin, 'java'));
    const env = { PATH: bin };
    expect(await findKafka({ env, cacheDir: dataDir })).toEqual({ ok: false, error: 'Maven (mvn) was not found' });
    expect(await findKafka({ env: { ...env, KAFKA_HOME: dataDir }, cacheDir: dataDir })).toEqual({
      ok: false,
      error: `KAFKA_HOME is set, but ${join(dataDir, 'libs')} holds no kafka_2.13 jar`,
    });

    mkdirSync(join(dataDir, 'libs'));
    writeFileSync(join(dataDir, 'libs', `kafka_2.13-${kafkaVersion()}.jar`), '');
    expect(await findKafka({ env: { ...env, KAFKA_HOME: dataDir }, cacheDir: dataDir })).toMatchObject({
      ok: true,
      value: { jars: { kind: 'folder', folder: join(dataDir, 'libs') } },
    });
  });
});
