import { advancePartition } from '@hemtag/platform-inbox';
import { inTransaction, runStatement, withTenant, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { Claim, JobFault, JobStore, PeriodBatch, PeriodInbox, ReportJob, StoredJob } from '../../application/ports.js';
import { HELD, heldBy, RowLeases } from './row-leases.js';
import { StatementJobEntity } from './statement-job.entity.js';

const ASK = {
  name: 'report-ask',
  // All of a batch are due at the same time, so that they are made in the order in which they were known.
  text: `INSERT INTO statement_job (tenant, id, period, departments, state, version, known_on, snapshot_hash, due_at)
SELECT tenant, id, period, departments, state, version, to_timestamp("knownOn" / 1000.0), "snapshotHash", statement_timestamp()
FROM jsonb_to_recordset($1::jsonb) AS j(tenant text, id text, period text, departments text[], state text, version integer, "knownOn" bigint, "snapshotHash" text)
ORDER BY tenant, id`,
};
// What the log repeats says nothing new; who asks for a statement that was refused wants it tried again.
const ONCE = 'ON CONFLICT (tenant, id) DO NOTHING';
// By id, or by period and departments.
const JOIN = 'ON CONFLICT DO NOTHING';
const AGAIN = `ON CONFLICT (tenant, id) DO UPDATE SET progress = 'waiting', due_at = clock_timestamp(), attempts = 0 WHERE statement_job.progress = 'refused'`;
// The job with the id, else the one that is waiting for the same.
const JOINED = `SELECT id FROM statement_job
WHERE tenant = $1 AND (id = $2 OR (period = $3 AND departments = $4 AND state = 'ON_DEMAND' AND progress = 'waiting'))
ORDER BY id = $2 DESC LIMIT 1`;

// A version that was refused is made good by a later one.
const OVERDUE = `SELECT count(*)::int AS reports FROM statement_job j
WHERE progress <> 'done' AND state <> 'ON_DEMAND' AND (
  (progress = 'refused' AND departments = '{}' AND NOT EXISTS (
    SELECT 1 FROM statement_job l
    WHERE l.tenant = j.tenant AND l.period = j.period AND l.state = j.state AND l.departments = j.departments AND l.version > j.version AND l.progress = 'done'
  )) OR (progress = 'waiting' AND asked_at < clock_timestamp() - interval '10 minutes')
)`;

const storedJob = ({ faultCode, fault, ...entity }: StatementJobEntity): StoredJob => {
  const { tenant, id, period, departments, state, version, snapshotHash, attempts, progress } = entity;
  return {
    tenant, id, period, departments, state, version, snapshotHash, attempts, progress,
    knownOn: entity.knownOn.getTime(),
    askedAt: entity.askedAt.getTime(),
    doneAt: entity.doneAt?.getTime() ?? null,
    fault: fault === null || faultCode === null ? null : { code: faultCode, detail: fault },
  }; // prettier-ignore
};

/** Whether this process still works on the job; holds it until the transaction ends. */
export async function holdsClaim(tx: Transaction, claim: Claim): Promise<boolean> {
  const rows = await tx.query(`SELECT id FROM statement_job ${HELD} AND progress = 'waiting' FOR UPDATE`, heldBy(claim));
  return rows.length === 1;
}

async function joinedJob(tx: Transaction, job: ReportJob): Promise<ReportJob | null> {
  const isOnDemand = job.state === 'ON_DEMAND';
  const added = await tx.query(`${ASK.text} ${isOnDemand ? JOIN : AGAIN} RETURNING id`, [JSON.stringify([job])]);
  if (added.length > 0 || !isOnDemand) return job;
  const { tenant, period, departments } = job;
  const [found] = await tx.query<{ readonly id: string }>(JOINED, [tenant, job.id, period, departments]);
  return found === undefined ? null : storedJob(await tx.manager.findOneByOrFail(StatementJobEntity, { tenant, id: found.id }));
}

/** Jobs of statements, and the place in the log up to which they are stored. */
export class PostgresJobStore implements JobStore, PeriodInbox {
  private readonly leases: RowLeases;

  constructor(private readonly dataSource: DataSource) {
    this.leases = new RowLeases(dataSource, { table: 'statement_job', order: 'due_at, known_on' });
  }

  store({ jobs, ...batch }: PeriodBatch): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      await advancePartition(tx, batch);
      if (jobs.length > 0) await tx.query(`${ASK.text} ${ONCE}`, [JSON.stringify(jobs)]);
    });
  }

  async ask(job: ReportJob): Promise<ReportJob> {
    const joined = await withTenant(this.dataSource, job.tenant, (tx) => joinedJob(tx, job));
    // The one that it would have joined was done at this very moment.
    return joined ?? this.ask(job);
  }

  add(job: ReportJob): Promise<boolean> {
    return withTenant(this.dataSource, job.tenant, async (tx) => (await tx.query(`${ASK.text} ${ONCE} RETURNING id`, [JSON.stringify([job])])).length === 1);
  }

  jobs(tenant: string): Promise<readonly StoredJob[]> {
    return withTenant(this.dataSource, tenant, async ({ manager }) =>
      (await manager.find(StatementJobEntity, { where: { tenant }, order: { askedAt: 'DESC', id: 'ASC' } })).map(storedJob),
    );
  }

  job(tenant: string, id: string): Promise<StoredJob | null> {
    return withTenant(this.dataSource, tenant, async ({ manager }) => {
      const found = await manager.findOneBy(StatementJobEntity, { tenant, id });
      return found && storedJob(found);
    });
  }

  claim(leaseMs: number): Promise<Claim | null> {
    return inTransaction(this.dataSource, async (tx) => {
      const claimed = await this.leases.claim(tx, leaseMs);
      if (claimed === null) return null;
      const { lease, ...key } = claimed;
      return { job: storedJob(await tx.manager.findOneByOrFail(StatementJobEntity, key)), lease };
    });
  }

  extend(claim: Claim, leaseMs: number): Promise<boolean> {
    return this.leases.extend(claim, leaseMs);
  }

  finish(claim: Claim): Promise<void> {
    return this.leases.end(claim, { progress: 'done', endedAt: 'done_at', fault: null });
  }

  postpone(claim: Claim, next: { readonly delayMs: number; readonly fault: JobFault }): Promise<void> {
    return this.leases.postpone(claim, next);
  }

  refuse(claim: Claim, fault: JobFault): Promise<void> {
    return this.leases.end(claim, { progress: 'refused', endedAt: null, fault });
  }

  async overdue(): Promise<number> {
    const [row] = await runStatement<{ reports: number }>(this.dataSource, { text: OVERDUE }, []);
    return row?.reports ?? 0;
  }
}
