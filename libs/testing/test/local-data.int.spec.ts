import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { type LocalRuntime, type LocalServers, openRuntime, type RuntimeEvent } from '@hemtag/local-runtime';
import { Kafka, logLevel } from 'kafkajs';
import pg from 'pg';

const CACHE_DIR = fileURLToPath(new URL('../../../.hemtag/cache', import.meta.url));
const HOLDER = fileURLToPath(new URL('./hold-servers.ts', import.meta.url));
const TOPIC = 'kept';

const clientOf = (brokers: readonly string[]): Kafka =>
  new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, retry: { retries: 30, maxRetryTime: 1_000 } });

describe('acknowledged data', () => {
  let dataDir: string;
  let runtime: LocalRuntime | undefined;
  let holder: ChildProcess | undefined;
  const log: string[] = [];
  const events = new EventEmitter<{ restarted: [string] }>();

  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'hemtag-data-'));
    log.length = 0;
  });
  afterEach(async () => {
    holder?.kill('SIGKILL');
    await runtime?.stop();
    runtime = undefined;
    rmSync(dataDir, { recursive: true });
  });

  async function start(): Promise<LocalServers> {
    const onEvent = (event: RuntimeEvent): void => void (event.kind === 'restarted' && events.emit('restarted', event.name));
    const opened = await openRuntime({ dataDir, onEvent, log: (line) => log.push(line) });
    if (!opened.ok) throw new Error(opened.error.message);
    runtime = opened.value;
    const servers = await runtime.startServers({ cacheDir: CACHE_DIR });
    if (!servers.ok) throw new Error(servers.error.message);
    return servers.value;
  }

  async function query(url: string, sql: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows;
    } finally {
      await client.end();
    }
  }

  async function createTopic(brokers: readonly string[]): Promise<void> {
    const admin = clientOf(brokers).admin();
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: TOPIC, numPartitions: 1 }], waitForLeaders: true });
    await admin.disconnect();
  }

  async function produce(brokers: readonly string[], count: number): Promise<void> {
    const producer = clientOf(brokers).producer({ idempotent: true });
    await producer.connect();
    await producer.send({ topic: TOPIC, acks: -1, messages: Array.from({ length: count }, (_, index) => ({ value: String(index) })) });
    await producer.disconnect();
  }

  async function recordCount(brokers: readonly string[]): Promise<string | undefined> {
    const admin = clientOf(brokers).admin();
    await admin.connect();
    const [partition] = await admin.fetchTopicOffsets(TOPIC);
    await admin.disconnect();
    return partition?.high;
  }

  it('survive a stop and a start', async () => {
    const first = await start();
    await query(first.databaseUrl, 'CREATE TABLE kept AS SELECT generate_series(1, 1000)');
    await createTopic(first.kafkaBrokers);
    await produce(first.kafkaBrokers, 250);
    await runtime?.stop();

    const second = await start();
    expect(await query(second.databaseUrl, 'SELECT count(*)::int FROM kept')).toEqual([[1000]]);
    expect(await recordCount(second.kafkaBrokers)).toBe('250');
  });

  it('survive the SIGKILL of the process that holds the servers, whose leftovers the next start ends', async () => {
    holder = spawn(process.execPath, [HOLDER, dataDir, CACHE_DIR], { stdio: ['ignore', 'pipe', 'inherit'] });
    if (holder.stdout === null) throw new Error('the holder has no output');
    const [line] = (await once(createInterface(holder.stdout), 'line')) as [string];
    const held = JSON.parse(line) as LocalServers & { readonly pids: readonly [number, number] };
    await query(held.databaseUrl, 'CREATE TABLE kept AS SELECT generate_series(1, 1000)');
    await createTopic(held.kafkaBrokers);
    await produce(held.kafkaBrokers, 250);

    const gone = once(holder, 'exit');
    holder.kill('SIGKILL');
    await gone;
    const [kafkaPid, postgresPid] = held.pids;
    expect([kafkaPid, postgresPid].map((pid) => existsSync(`/proc/${pid}`) || process.kill(pid, 0))).toEqual([true, true]);

    const servers = await start();
    expect(log.toSorted()).toEqual([
      `Ended kafka (process ${kafkaPid}), left over from an earlier run`,
      `Ended postgres (process ${postgresPid}), left over from an earlier run`,
    ]);
    expect(await query(servers.databaseUrl, 'SELECT count(*)::int FROM kept')).toEqual([[1000]]);
    expect(await recordCount(servers.kafkaBrokers)).toBe('250');
  });

  it('survive the SIGKILL of both servers under running clients, which find them again at the same addresses', async () => {
    const { kafkaBrokers, databaseUrl } = await start();
    await createTopic(kafkaBrokers);
    const producer = clientOf(kafkaBrokers).producer({ idempotent: true });
    await producer.connect();
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ value: 'before' }] });
    await query(databaseUrl, 'CREATE TABLE kept AS SELECT 7 AS number');

    const restarted = new Set<string>();
    const both = new Promise<void>((resolve) => {
      events.on('restarted', (name) => void (restarted.add(name).size === 2 && resolve()));
    });
    for (const name of ['kafka', 'postgres']) process.kill(runtime?.pidOf(name) ?? 0, 'SIGKILL');
    await producer.send({ topic: TOPIC, acks: -1, messages: [{ value: 'after' }] });
    await both;
    await producer.disconnect();

    expect(await recordCount(kafkaBrokers)).toBe('2');
    expect(await query(databaseUrl, 'SELECT number FROM kept')).toEqual([[7]]);
  });
});
