import { setTimeout as later } from 'node:timers/promises';

import { flushTap, type FlushPoint } from '../harness/flush-watch.js';
import type { Member } from '../harness/ingestion-instance.js';
import { generateLoad } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import type { Stage } from '../harness/stage.js';

const POINTS: readonly FlushPoint[] = ['begun', 'commit-sent', 'committed'];
/** Session timeout of the group and 5 s; the aim for a single process under load is 15 s. */
const RECOVERY_LIMIT_MS = 15_000;
const SETTLE_LIMIT_MS = 90_000;

/** Resolves with the time of the kill, when a flush of the member has come to the point for the `nth` time from now. */
function killAt(member: Member, point: FlushPoint, nth: number): Promise<number> {
  return new Promise((resolve) => {
    let seen = 0;
    member.database.tap = flushTap((reached) => {
      if (reached !== point) return;
      seen += 1;
      if (seen !== nth) return;
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
  const killedMs = await killAt(member, point, 1 + stage.random.below(3));
  await instance.exited;
  // A commit that was on its way counts for the killed process.
  await later(100);
  const before = await stage.storedOffsets();
  await stage.untilStored(before + 1n, RECOVERY_LIMIT_MS);
  return performance.now() - killedMs;
}

async function playKills({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const [alone, together] = quick ? [3, 0] : [8, 12];
  const events = quick ? 6_000 : 40_000;
  const rounds = alone + together;
  const portion = (round: number): Promise<void> =>
    stage.log.publish(generateLoad({ random: stage.random, events: Math.ceil(events / (rounds + 1)), prefix: `r${round}` }));
  await portion(0);
  await stage.fleet.start(1);
  const recoveriesMs: number[] = [];
  for (let n = 0; n < alone; n += 1) {
    const killed = killAlone(stage, POINTS[n % POINTS.length]!);
    await portion(1 + n);
    recoveriesMs.push(await killed);
  }
  if (together > 0) await stage.fleet.ready(await stage.fleet.add());
  for (let n = 0; n < together; n += 1) {
    const member = stage.fleet.members[n % 2]!;
    const killed = Promise.race([killAt(member, POINTS[n % POINTS.length]!, 1), later(20_000, null, { ref: false })]);
    await portion(1 + alone + n);
    // A member without partitions has no flush; it dies all the same.
    if ((await killed) === null) member.instance.signal('SIGKILL');
  }
  const terminated = await terminateBackends(stage, quick ? 2 : 6);
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  const worst = Math.max(...recoveriesMs);
  if (worst > RECOVERY_LIMIT_MS) throw new Error(`I7: ${seconds(worst)} from kill -9 to the first new commit`);
  const median = recoveriesMs.toSorted((a, b) => a - b)[Math.floor(recoveriesMs.length / 2)]!;
  return (
    `${rounds} kills before, during and after commit, ${terminated} backends ended in mid-statement; ` +
    `kill -9 to first new commit ${seconds(median)} (worst ${seconds(worst)}), then lag 0 in ${seconds(settledMs)}`
  );
}

/** Ends the server's side of flushes that have begun. */
async function terminateBackends(stage: Stage, times: number): Promise<number> {
  let terminated = 0;
  for (const { database } of stage.fleet.members) {
    // The statement is in the server's hands before its backend is ended, or is lost with it: both are right.
    database.tap = flushTap(async (point) => {
      if (point !== (terminated % 2 === 0 ? 'begun' : 'commit-sent') || terminated >= times) return;
      terminated += await stage.stored.terminateWriters();
    });
  }
  for (let round = 0; terminated < times && round < times * 2; round += 1) {
    await stage.log.publish(generateLoad({ random: stage.random, events: 500, prefix: `t${round}` }));
    await stage.settle(SETTLE_LIMIT_MS);
  }
  for (const { database } of stage.fleet.members) database.tap = null;
  if (terminated < times) throw new Error(`only ${terminated} backends were ended`);
  return terminated;
}

async function playLostReplies({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const wanted = quick ? 4 : 20;
  const events = quick ? 6_000 : 40_000;
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
  const portions = wanted * 3;
  for (let n = 0; n < portions; n += 1) {
    await stage.log.publish(generateLoad({ random: stage.random, events: Math.ceil(events / portions), prefix: `r${n}` }));
    await later(quick ? 100 : 200);
  }
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  if (lost < wanted) throw new Error(`only ${lost} replies were lost in ${flushes} flushes`);
  return `${lost} of ${flushes} commits without a reply, nothing counted twice; lag 0 in ${seconds(settledMs)}, ${stage.fleet.restarts} restarts`;
}

export const KILLED_PROCESSES: readonly Row[] = [
  { name: '1', title: 'kill -9 before, during and after commit', isQuick: true, run: playKills },
  { name: '2', title: 'commit done, reply lost', isQuick: true, run: playLostReplies },
];
