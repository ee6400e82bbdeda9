import { runStatement, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { JobFault } from '../../application/ports.js';

/** A row that one process works on until its lease ends. */
export interface LeasedRow {
  readonly job: { readonly tenant: string; readonly id: string };
  readonly lease: string;
}
export interface LeasedTable {
  /** Has the columns `tenant`, `id`, `progress`, `attempts`, `due_at`, `lease`, `leased_until`, `fault_code` and `fault`. */
  readonly table: 'statement_job' | 'delivery';
  /** Which of those that are due goes first, as columns. */
  readonly order: string;
}
/** How the work on a row ended, and the column that says when, where the table has one for such an end. */
export interface RowEnd {
  readonly progress: string;
  readonly endedAt: 'done_at' | 'ended_at' | null;
  readonly fault: JobFault | null;
}

/** Of the row of a claim, for as long as nobody else has it: parameters 1 to 3. */
export const HELD = 'WHERE tenant = $1 AND id = $2 AND lease = $3';
export const heldBy = ({ job, lease }: LeasedRow): readonly string[] => [job.tenant, job.id, lease];
const FREED = 'lease = NULL, leased_until = NULL';

/** Work that is waiting in a table and is done under a lease, so that what a process that dies leaves behind goes on with the next one. The database's clock is the only one. */
export class RowLeases {
  private readonly claiming: string;

  constructor(
    private readonly dataSource: DataSource,
    private readonly leased: LeasedTable,
  ) {
    const { table, order } = leased;
    this.claiming = `UPDATE ${table} SET lease = gen_random_uuid(), leased_until = clock_timestamp() + $1 * interval '1 millisecond', attempts = attempts + 1
WHERE (tenant, id) = (
  SELECT tenant, id FROM ${table}
  WHERE progress = 'waiting' AND due_at <= clock_timestamp() AND (leased_until IS NULL OR leased_until < clock_timestamp())
  ORDER BY ${order} FOR UPDATE SKIP LOCKED LIMIT 1
)
RETURNING tenant, id, lease`;
  }

  /** What has been due for longest, of what nobody works on; null where there is none. Counts as an attempt. */
  async claim(tx: Transaction, leaseMs: number): Promise<{ readonly tenant: string; readonly id: string; readonly lease: string } | null> {
    const [row] = await tx.query<{ readonly tenant: string; readonly id: string; readonly lease: string }>(this.claiming, [leaseMs]);
    return row ?? null;
  }

  /** False where somebody else has it by now. */
  async extend(row: LeasedRow, leaseMs: number): Promise<boolean> {
    return (await this.change(row, `leased_until = clock_timestamp() + $4 * interval '1 millisecond'`, [leaseMs])) === 1;
  }

  /** It is tried again after the delay; does nothing to what does not wait any more. Attempts are those that ended alike: what failed for something else is no sign of a fault that stays. */
  async postpone(row: LeasedRow, { delayMs, fault }: { readonly delayMs: number; readonly fault: JobFault }): Promise<void> {
    const text = `due_at = clock_timestamp() + $4 * interval '1 millisecond', attempts = CASE WHEN fault_code IS DISTINCT FROM $5 THEN 1 ELSE attempts END, fault_code = $5, fault = $6, ${FREED} ${HELD} AND progress = 'waiting'`;
    await this.run(text, [...heldBy(row), delayMs, fault.code, fault.detail]);
  }

  async end(row: LeasedRow, { progress, endedAt, fault }: RowEnd): Promise<void> {
    const when = endedAt === null ? '' : `${endedAt} = clock_timestamp(), `;
    await this.change(row, `progress = $4, ${when}fault_code = $5, fault = $6, ${FREED}`, [progress, fault?.code ?? null, fault?.detail ?? null]);
  }

  /** How many rows were changed: one where the lease still holds, else none. The new values are parameters from 4 on. */
  private change(row: LeasedRow, set: string, values: readonly unknown[]): Promise<number> {
    return this.run(`${set} ${HELD}`, [...heldBy(row), ...values]);
  }

  private async run(text: string, parameters: readonly unknown[]): Promise<number> {
    return (await runStatement(this.dataSource, { text: `UPDATE ${this.leased.table} SET ${text} RETURNING id` }, parameters)).length;
  }
}
