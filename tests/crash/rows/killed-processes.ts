import { setTimeout as later } from 'node:timers/promises';

import { flushTap, type FlushPoint } from '../harness/flush-watch.js';
import type { Member } from '../harness/ingestion-instance.js';
import { generateLoad } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import type { Stage } from '../harness/stage.js';
import { underLoad } from '../harness/under-load.js';
import { until } from '../harness/until.js';

const POINTS: readonly FlushPoint[] = ['begun', 'commit-sent', 'committed'];
/** Session timeout of the group and 5 s; the aim for a single process under load is 15 s. */
const RECOVERY_LIMIT_MS = 15_000;
const SETTLE_LIMIT_MS = 90_000;

/** Resolves with the time of the kill, when the next flush of the member has come to the point. */
function killAt(member: Member, point: FlushPoint): Promise<number> {
  return new Promise((resolve) => {
    member.database.tap = flushTap((reached) => {
      if (reached !== point) return;
      member.database.tap = null;
      member.instance.signal('SIGKILL');
      resolve(performance.now());
    });
  });
}

/** Kills the only process under load. Resolves with the time to the first new commit. */
async function killAlone(stage: Stage, point: FlushPoint): Promise<number> {
  const [member] = stage.fleet.members as readonly [Member];
  const { instance } = member;
  const killedMs = await killAt(member, point);
  await instance.exited;
  // A commit that was on its way counts for the killed process.
  await later(100);
  const before = await stage.storedOffsets();
  await stage.untilStored(before + 1n, RECOVERY_LIMIT_MS);
  return performance.now() - killedMs;
}

/** Kills one of two. A member without partitions has no flush, and dies all the same. */
async function killOneOfTwo(member: Member, point: FlushPoint): Promise<void> {
  const killed = await Promise.race([killAt(member, point), later(10_000, null, { ref: false })]);
  member.database.tap = null;
  if (killed === null) member.instance.signal('SIGKILL');
}

async function playKills({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const [alone, together] = quick ? [3, 0] : [9, 11];
  const recoveriesMs: number[] = [];
  await stage.log.publish(generateLoad({ random: stage.random, events: quick ? 3_000 : 20_000, prefix: 'backlog' }));
  await stage.fleet.start(1);
  await underLoad(stage, { prefix: 'k', events: 200, everyMs: 250 }, async () => {
    for (let n = 0; n < alone; n += 1) recoveriesMs.push(await killAlone(stage, POINTS[n % POINTS.length]!));
    if (together > 0) await stage.fleet.ready(await stage.fleet.add());
    for (let n = 0; n < together; n += 1) await killOneOfTwo(stage.fleet.members[n % 2]!, POINTS[n % POINTS.length]!);
  });
  const terminated = await terminateBackends(stage, quick ? 2 : 6);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  const worst = Math.max(...recoveriesMs);
  if (worst > RECOVERY_LIMIT_MS) throw new Error(`I7: ${seconds(worst)} from kill -9 to the first new commit`);
  const median = recoveriesMs.toSorted((a, b) => a - b)[Math.floor(recoveriesMs.length / 2)]!;
  return (
    `${alone + together} kills before, during and after commit, ${terminated} backends ended in mid-statement, ${stage.log.sent.length} records; ` +
    `kill -9 to first new commit ${seconds(median)} (worst ${seconds(worst)}), then lag 0 in ${seconds(settledMs)}`
  );
}

/** Ends the server's side of flushes. The statement has not reached it, or runs: it waits for the lock that the test holds. */
async function terminateBackends(stage: Stage, times: number): Promise<number> {
  let terminated = 0;
  for (let round = 0; round < times; round += 1) {
    terminated += await stage.stored.whileLocked('source_counter', async () => {
      await stage.log.publish(generateLoad({ random: stage.random, events: 500, prefix: `t${round}` }));
      return until('a flush waits for the lock', 30_000, async () => (await stage.stored.terminateWriters()) || null);
    });
    await stage.settle(SETTLE_LIMIT_MS);
  }
  return terminated;
}

async function playLostReplies({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const wanted = quick ? 4 : 20;
  let lost = 0;
  let flushes = 0;
  await stage.fleet.start(1);
  const [member] = stage.fleet.members as readonly [Member];
  member.database.tap = flushTap((point, link) => {
    if (point !== 'commit-sent') return;
    flushes += 1;
    if (flushes % 2 === 0 && lost < wanted) {
      lost += 1;
      link.swallowsReply = true;
    }
  });
  const load = { prefix: 'l', events: 300, everyMs: 100 };
  await underLoad(stage, load, () => until(`${wanted} replies are lost`, 90_000, () => lost >= wanted));
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  return `${lost} of ${flushes} commits without a reply, ${stage.log.sent.length} records, nothing counted twice; lag 0 in ${seconds(settledMs)}, ${stage.fleet.restarts} restarts`;
}

export const KILLED_PROCESSES: readonly Row[] = [
  { name: '1', title: 'kill -9 before, during and after commit', isQuick: true, run: playKills },
  { name: '2', title: 'commit done, reply lost', isQuick: true, run: playLostReplies },
];
