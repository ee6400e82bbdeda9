import { execFile } from 'node:child_process';
import { chown, mkdir, mkdtemp, rm, stat, statfs, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { promisify } from 'node:util';

import { uniqueName } from '../harness/fault-servers.js';
import { generateLoad } from '../harness/load.js';
import { seconds, Skipped, type Play, type Row } from '../harness/row.js';
import type { Stage } from '../harness/stage.js';
import { underLoad } from '../harness/under-load.js';
import { until } from '../harness/until.js';

const run = promisify(execFile);
const SETTLE_LIMIT_MS = 120_000;
const RATE = { events: 400, everyMs: 400 } as const;

async function readiness(stage: Stage): Promise<readonly (number | null)[]> {
  return Promise.all(stage.fleet.members.map(({ instance }) => instance.readiness()));
}

const DATABASE_AWAY_MS = 6_000;
const READY_AGAIN_LIMIT_MS = 30_000;

async function playDatabaseCrash({ quick, servers, stage: open }: Play): Promise<string> {
  const stage = await open();
  await stage.fleet.start(2);
  const crashes = quick ? 1 : 3;
  const recoveriesMs: number[] = [];
  for (let crash = 0; crash < crashes; crash += 1) {
    recoveriesMs.push(
      await underLoad(stage, { prefix: `c${crash}-`, ...RATE }, async () => {
        await stage.untilProgress(30_000);
        const pid = servers.runtime.pidOf('postgres');
        if (pid === undefined) throw new Error('PostgreSQL is down already');
        const proxies = stage.fleet.members.map(({ database }) => database);
        await Promise.all(proxies.map((proxy) => proxy.refuse()));
        // What `pg_ctl stop -m immediate` sends.
        process.kill(pid, 'SIGQUIT');
        await until('nobody is ready without a database', DATABASE_AWAY_MS, async () => (await readiness(stage)).every((status) => status !== 200));
        await until('PostgreSQL runs again', 60_000, () => stage.stored.rows('SELECT 1'));
        await later(DATABASE_AWAY_MS);
        await Promise.all(proxies.map((proxy) => proxy.accept()));
        const fromMs = performance.now();
        await stage.untilProgress(READY_AGAIN_LIMIT_MS);
        const recoveredMs = performance.now() - fromMs;
        for (const member of stage.fleet.members) await stage.fleet.ready(member, READY_AGAIN_LIMIT_MS);
        return recoveredMs;
      }),
    );
  }
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return (
    `${crashes} immediate stops, away for more than ${seconds(DATABASE_AWAY_MS)}, nobody ready meanwhile; first new commit ` +
    `${seconds(Math.max(...recoveriesMs))} after its return at most, ${stage.fleet.restarts} restarts; lag 0 in ${seconds(settledMs)}`
  );
}

interface Partition {
  readonly name: string;
  readonly limitMs: number;
  readonly begin: (stage: Stage) => void;
  /** How long it lasts. */
  readonly forMs: number;
}

const databases = (stage: Stage) => stage.fleet.members.map(({ database }) => database);
const proxies = (stage: Stage) => [...databases(stage), stage.broker];

const SHORT: readonly Partition[] = [
  { name: 'database held', forMs: 8_000, limitMs: 20_000, begin: (stage) => databases(stage).forEach((proxy) => proxy.hold('to-server', 'to-client')) },
  { name: 'database, answers only', forMs: 8_000, limitMs: 20_000, begin: (stage) => databases(stage).forEach((proxy) => proxy.hold('to-client')) },
  { name: 'broker held', forMs: 8_000, limitMs: 30_000, begin: (stage) => stage.broker.hold('to-server', 'to-client') },
  { name: 'broker, answers only', forMs: 8_000, limitMs: 30_000, begin: (stage) => stage.broker.hold('to-client') },
  {
    name: 'slow and split',
    forMs: 8_000,
    limitMs: 20_000,
    begin: (stage) => proxies(stage).forEach((proxy) => proxy.shape({ splitBytes: 4_096, delayMs: 2 })),
  },
];
// Only a time limit at the client's end of each socket helps here: 35 s of silence for the database, once more where two questions follow each other;
// 30 s for a request to the broker, and up to 30 s until the group no longer waits for the member that asked.
const HALF_OPEN: readonly Partition[] = [
  { name: 'database half-open', forMs: 0, limitMs: 90_000, begin: (stage) => databases(stage).forEach((proxy) => proxy.strand()) },
  { name: 'broker half-open', forMs: 0, limitMs: 90_000, begin: (stage) => stage.broker.strand() },
];

async function playPartitions({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  await stage.fleet.start(2);
  const seen: string[] = [];
  for (const [round, partition] of (quick ? SHORT.slice(0, 1) : [...SHORT, ...HALF_OPEN]).entries()) {
    await underLoad(stage, { prefix: `p${round}-`, ...RATE }, async () => {
      await stage.untilProgress(30_000);
      partition.begin(stage);
      await later(partition.forMs);
      for (const proxy of proxies(stage)) proxy.heal();
      const ms = await untilCaughtUp(stage, partition);
      seen.push(`${partition.name} ${seconds(ms)}`);
    });
  }
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `caught up after: ${seen.join(', ')}; ${stage.fleet.restarts} restarts; lag 0 in ${seconds(settledMs)}`;
}

/**
 * Until everything is stored that was in the log a moment after the fault: what was under way when it began is no sign of life, and one partition
 * that hangs must not hide behind others that move.
 */
async function untilCaughtUp(stage: Stage, partition: Partition): Promise<number> {
  const fromMs = performance.now();
  await later(1_000);
  const ends = await stage.log.ends();
  await until(`${partition.name}: every partition stores again`, partition.limitMs, async () => {
    const next = await stage.stored.nextOffsets();
    return [...ends].every(([number, end]) => (next.get(number) ?? 0n) >= end);
  });
  return performance.now() - fromMs;
}

const DISK_MIB = 96;
const ROOM_BYTES = 1_500_000;

/** A small file system that is full at the wish of the test. Null where this machine lets nobody mount one. */
async function mountSmallDisk(owner: { readonly uid: number; readonly gid: number }): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'hemtag-small-disk-'));
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${DISK_MIB}m,mode=0755`, 'hemtag-small-disk', folder]);
  } catch {
    await rm(folder, { recursive: true });
    return null;
  }
  const space = join(folder, 'space');
  await mkdir(space, { mode: 0o700 });
  await chown(space, owner.uid, owner.gid);
  return folder;
}

async function unmount(folder: string): Promise<void> {
  await run('umount', [folder]);
  await rm(folder, { recursive: true });
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder);
  return bavail * bsize;
}

/** Leaves a little room and lets the load take the rest. */
async function fillDisk(folder: string): Promise<void> {
  await writeFile(join(folder, 'ballast'), Buffer.alloc(Math.max(0, (await freeBytes(folder)) - ROOM_BYTES), 1));
}

async function playFullDisk(play: Play): Promise<string> {
  const { servers } = play;
  const pid = servers.runtime.pidOf('postgres');
  const owner = await stat(`/proc/${pid ?? 0}`);
  const disk = await mountSmallDisk(owner);
  if (disk === null) throw new Skipped('needs the right to mount a tmpfs of its own (root, or CAP_SYS_ADMIN)');
  const tablespace = uniqueName('small');
  try {
    await servers.run(`CREATE TABLESPACE ${tablespace} LOCATION '${join(disk, 'space')}'`);
    return await fillAndFree(play, { disk, tablespace });
  } finally {
    await servers.run(`DROP TABLESPACE IF EXISTS ${tablespace}`).catch(() => undefined);
    await unmount(disk);
  }
}

async function fillAndFree({ quick, stage: open }: Play, { disk, tablespace }: { readonly disk: string; readonly tablespace: string }): Promise<string> {
  const stage = await open({ tablespace });
  await stage.fleet.start(1);
  await stage.log.publish(generateLoad({ random: stage.random, events: 500, prefix: 'room' }));
  await stage.settle(SETTLE_LIMIT_MS);
  await fillDisk(disk);
  await stage.log.publish(generateLoad({ random: stage.random, events: quick ? 10_000 : 20_000 }));
  await until('the disk is full', 60_000, async () => (await freeBytes(disk)) < 16_384);
  // Full for longer than one round of attempts takes.
  await later(8_000);
  await truncate(join(disk, 'ballast'), 0);
  const recoveredMs = await stage.untilProgress(30_000);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  const restarts = stage.fleet.restarts;
  await stage.close();
  return `full for 8 s, first new commit ${seconds(recoveredMs)} after there was room, ${restarts} restarts; lag 0 in ${seconds(settledMs)}`;
}

export const OUTAGES: readonly Row[] = [
  { name: '4', title: 'PostgreSQL stopped at once and started again', isQuick: false, run: playDatabaseCrash },
  { name: '5', title: 'partitions between service, database and broker', isQuick: false, run: playPartitions },
  { name: '14', title: 'disk full on the database', isQuick: false, run: playFullDisk },
];
