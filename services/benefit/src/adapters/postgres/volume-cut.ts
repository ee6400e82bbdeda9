import { TOPICS } from '@hemtag/contracts';
import { err, ok, type Instant, type Result } from '@hemtag/kernel';
import type { Transaction } from '@hemtag/platform-postgres';
import type { ClockRefusal, CutRefusal, UsageEpoch } from '../../application/period-ports.js';
import { holdPeriods } from './period-lock.js';

/** The newest cut that lies before a record of the log; its columns are null where there is none. `partition` and `offset` are SQL. */
export const cutBefore = (partition: string, offset: string): string =>
  `LEFT JOIN LATERAL (SELECT taken_at FROM volume_cut WHERE partition_id = ${partition} AND next_offset <= ${offset} ORDER BY next_offset DESC LIMIT 1) cut ON true`;
/** From when on something counts as known that was stored behind a cut. */
export const AFTER_CUT = `cut.taken_at + interval '1 millisecond'`;

// Positions beyond the stored ones are those of a log that was replaced.
const FORGET = `DELETE FROM volume_cut USING consumed_partition position
WHERE position.topic = $1 AND volume_cut.partition_id = position.partition_id AND volume_cut.next_offset > position.next_offset`;
// Never at or before an earlier cut or a step of the tenant, also where the clock was set back. `tenant` is SQL.
const newestBefore = (tenant: string): string =>
  `greatest((SELECT max(taken_at) FROM volume_cut), (SELECT max(recorded_at) FROM period_entry WHERE tenant = ${tenant}))`;
const nextInstant = (tenant: string): string =>
  `SELECT greatest(date_trunc('milliseconds', clock_timestamp()), ${newestBefore(tenant)} + interval '1 millisecond') AS at`;
// A partition that nobody has read yet stands at its beginning.
const CUT = `WITH cut AS MATERIALIZED (
  ${nextInstant('$3')}
), taken AS (
  INSERT INTO volume_cut (partition_id, next_offset, taken_at)
  SELECT partition_id, coalesce(position.next_offset, 0), cut.at
  FROM cut, generate_series(0, greatest($2::integer - 1, (SELECT max(partition_id) FROM consumed_partition WHERE topic = $1))) AS known(partition_id)
  LEFT JOIN (SELECT partition_id, next_offset FROM consumed_partition WHERE topic = $1) position USING (partition_id)
  ON CONFLICT (partition_id, next_offset) DO UPDATE SET taken_at = excluded.taken_at
)
SELECT at FROM cut`;
// Until the millisecond of the cut has passed, so that whatever takes one of the locks next is recorded later.
const PASS = `SELECT pg_sleep(greatest(0.001, extract(epoch FROM $1::timestamptz + interval '1 millisecond' - clock_timestamp())))`;

/** Every claim of a partition and every emptying of the volumes raises an epoch, and none is ever lowered. */
export async function usageEpoch(tx: Transaction): Promise<UsageEpoch> {
  const text = 'SELECT coalesce(sum(epoch), 0)::text AS epoch FROM consumed_partition WHERE topic = $1';
  const [row] = await tx.query<{ readonly epoch: string }>(text, [TOPICS.usageVolumes.name]);
  return BigInt(row?.epoch ?? 0);
}

async function passed(tx: Transaction, at: Date | undefined): Promise<Instant> {
  if (at === undefined) throw new Error('a step always has an instant');
  await tx.query(PASS, [at]);
  return at.getTime();
}

/** Asked before any lock: what waits for a clock that was set back would hold up every writer meanwhile. */
async function isClockBehind(tx: Transaction, tenant: string): Promise<boolean> {
  const [row] = await tx.query<{ readonly behind: boolean | null }>(`SELECT ${newestBefore('$1')} > clock_timestamp() + interval '1 second' AS behind`, [
    tenant,
  ]);
  return row?.behind === true;
}

/** An instant later than those of all cuts and of all steps of the tenant. It parts nothing: what is stored later may count as known on it. */
export async function takeInstant(tx: Transaction, tenant: string): Promise<Result<Instant, ClockRefusal>> {
  if (await isClockBehind(tx, tenant)) return err({ kind: 'clock-behind' });
  await holdPeriods(tx, tenant);
  const [next] = await tx.query<{ readonly at: Date }>(nextInstant('$1'), [tenant]);
  return ok(await passed(tx, next?.at));
}

/**
 * An instant that parts what a tenant's figures depend on: everything that is recorded up to it is committed, and nothing that is stored later counts as known on it or before, be it
 * a volume, a version of the register or a decision of a person. For a few milliseconds the writers of all of these wait.
 */
export async function takeCut(tx: Transaction, tenant: string, epoch: UsageEpoch): Promise<Result<Instant, CutRefusal>> {
  if (await isClockBehind(tx, tenant)) return err({ kind: 'clock-behind' });
  await tx.query('LOCK TABLE register_version IN SHARE MODE');
  await holdPeriods(tx, tenant);
  // Every batch of volumes begins with its position, so that none is under way now; nor is another cut.
  await tx.query('LOCK TABLE consumed_partition IN SHARE ROW EXCLUSIVE MODE');
  // Before anything is given up: a rebuild has small positions for a while.
  if ((await usageEpoch(tx)) !== epoch) return err({ kind: 'usage-anew' });
  const { name, partitions } = TOPICS.usageVolumes;
  await tx.query(FORGET, [name]);
  const [cut] = await tx.query<{ readonly at: Date }>(CUT, [name, partitions, tenant]);
  return ok(await passed(tx, cut?.at));
}
