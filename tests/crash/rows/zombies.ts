import { setTimeout as later } from 'node:timers/promises';

import { flushTap } from '../harness/flush-watch.js';
import type { Member } from '../harness/ingestion-instance.js';
import { generateLoad } from '../harness/load.js';
import { seconds, type Play, type Row } from '../harness/row.js';
import type { Stage } from '../harness/stage.js';
import { until } from '../harness/until.js';

const FENCED = 'hemtag_ingestion_fenced_flushes_total';
const SETTLE_LIMIT_MS = 120_000;
/** Session timeout of the group and 5 s, for the partitions of a member that says nothing any more. */
const TAKE_OVER_LIMIT_MS = 15_000;

/**
 * Stops a process while the first bytes of its flush are under way, lets another one take its partitions over, and lets both go on. Resolves
 * with the time until the other one had taken over.
 */
async function playDead(stage: Stage, zombie: Member, options: { readonly forMs: number; readonly prefix: string }): Promise<number> {
  const { instance, database } = zombie;
  let release = (): void => undefined;
  const resumed = new Promise<void>((resolve) => (release = resolve));
  const stopped = new Promise<number>((resolve) => {
    let held = false;
    database.tap = flushTap(async (point) => {
      if (point !== 'begun' || held) return;
      held = true;
      instance.signal('SIGSTOP');
      resolve(performance.now());
      await resumed;
    });
  });
  await stage.log.publish(generateLoad({ random: stage.random, events: 1_500, prefix: `${options.prefix}-before` }));
  const stoppedMs = await stopped;
  await stage.log.publish(generateLoad({ random: stage.random, events: 1_500, prefix: `${options.prefix}-after` }));
  // All but the zombie's partitions are soon stored; the lag is gone only when the other one has taken those over.
  await stage.untilNoLag(TAKE_OVER_LIMIT_MS);
  const tookOverMs = performance.now() - stoppedMs;
  await later(Math.max(0, options.forMs - tookOverMs));
  const fencedBefore = await countFenced(stage, [instance]);
  instance.signal('SIGCONT');
  database.tap = null;
  release();
  await until('the flush of the zombie aborts', 30_000, async () => (await countFenced(stage, [instance])) > fencedBefore);
  return tookOverMs;
}

/** By the log line: a process that stands still answers no question about its metrics. */
function countFenced(stage: Stage, instances: readonly { readonly lines: readonly string[] }[] = stage.fleet.instances): Promise<number> {
  return Promise.resolve(instances.flatMap(({ lines }) => lines).filter((line) => line.includes('"ingestion.flush_fenced"')).length);
}

async function playZombies({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const sleepsMs = quick ? [9_000] : [9_000, 20_000, 60_000];
  await stage.log.publish(generateLoad({ random: stage.random, events: quick ? 3_000 : 15_000 }));
  await stage.fleet.start(2);
  const [first, second] = stage.fleet.members as readonly [Member, Member];
  // A partition is claimed with its first batch.
  for (let n = 0; ; n += 1) {
    await stage.log.publish(generateLoad({ random: stage.random, events: 200, prefix: `both${n}` }));
    await stage.settle(SETTLE_LIMIT_MS);
    if ([first, second].every(({ instance }) => instance.lines.some((line) => line.includes('"kafka.partition_claimed"')))) break;
  }
  const takeOversMs: number[] = [];
  for (const [round, forMs] of sleepsMs.entries()) takeOversMs.push(await playDead(stage, round % 2 === 0 ? first : second, { forMs, prefix: `z${round}` }));
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  const metric = await stage.fleet.metric(FENCED);
  if (metric < sleepsMs.length) throw new Error(`${FENCED} is ${metric} after ${sleepsMs.length} zombies`);
  await stage.check();
  return (
    `${sleepsMs.length} processes stopped for ${sleepsMs.map((ms) => ms / 1_000).join(', ')} s in mid-flush; taken over after ` +
    `${seconds(Math.max(...takeOversMs))} at most, ${metric} late flushes aborted; lag 0 in ${seconds(settledMs)}`
  );
}

const pause = (ms: number): Promise<void> => later(ms);

/** Joins, leaves and kills, one every two seconds. */
async function storm(stage: Stage, lastsMs: number): Promise<Readonly<Record<'joined' | 'left' | 'killed', number>>> {
  const done = { joined: 0, left: 0, killed: 0 };
  const endMs = performance.now() + lastsMs;
  while (performance.now() < endMs) {
    const { members } = stage.fleet;
    const member = stage.random.pick(members);
    const dice = stage.random.below(3);
    if (members.length < 2 || (dice === 0 && members.length < 3)) {
      await stage.fleet.add();
      done.joined += 1;
    } else if (dice === 1) {
      void stage.fleet.remove(member, 'SIGTERM');
      done.left += 1;
    } else {
      member.instance.signal('SIGKILL');
      done.killed += 1;
    }
    await pause(2_000);
  }
  return done;
}

async function playStorm({ quick, stage: open }: Play): Promise<string> {
  const stage = await open();
  const lastsMs = quick ? 20_000 : 60_000;
  await stage.fleet.start(3);
  let raging = true;
  const during: bigint[] = [];
  const publishing = (async () => {
    for (let n = 0; raging; n += 1) {
      await stage.log.publish(generateLoad({ random: stage.random, events: 250, prefix: `s${n}` }));
      during.push(await stage.storedOffsets());
      await pause(500);
    }
  })();
  const done = await storm(stage, lastsMs).finally(() => (raging = false));
  await publishing;
  while (stage.fleet.members.length < 3) await stage.fleet.add();
  const settledMs = await stage.settle(SETTLE_LIMIT_MS);
  await stage.check();
  const moves = during.filter((stored, at) => at > 0 && stored > during[at - 1]!).length;
  if (moves === 0) throw new Error('I7: nothing was stored during the whole storm');
  return (
    `${done.joined} joined, ${done.left} left, ${done.killed} killed in ${seconds(lastsMs)}; stored more in ${moves} of ${during.length} looks, ` +
    `${await countFenced(stage)} flushes fenced; lag 0 ${seconds(settledMs)} after the storm`
  );
}

export const ZOMBIES: readonly Row[] = [
  { name: '6', title: 'rebalance storm: three processes join, leave and die', isQuick: false, run: playStorm },
  { name: '7', title: 'zombie: stopped in mid-flush, then resumed', isQuick: true, run: playZombies },
];
