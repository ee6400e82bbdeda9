import { inTransaction, runStatement, withTenant, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { DeliveryClaim, DeliveryStore, NewDelivery, StoredDelivery } from '../../application/delivery-ports.js';
import type { JobFault, ReportJob } from '../../application/ports.js';
import { DeliveryEntity } from './delivery.entity.js';
import { HELD, heldBy, RowLeases } from './row-leases.js';

const ADD = `INSERT INTO delivery (tenant, id, what, about, plan, channel, receiver, role, language, formats)
SELECT tenant, encode(sha256(convert_to(jsonb_build_array(tenant, what, about, channel, receiver)::text, 'UTF8')), 'hex'), what, about, plan, channel, receiver, role, language, formats
FROM jsonb_to_recordset($1::jsonb) AS d(tenant text, what text, about text, plan text, channel text, receiver text, role text, language text, formats text[])
ORDER BY tenant, what, about, channel, receiver ON CONFLICT DO NOTHING RETURNING id`;
const REMEMBER = 'INSERT INTO planned_statement (tenant, plan, statement_id) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING plan';
// Reports of months: those of longer periods are made when somebody asks for them, and are his.
const UNPLANNED = `SELECT s.id, s.period, s.state, s.version, s.known_on AS "knownOn", s.snapshot_hash AS "snapshotHash" FROM statement s
WHERE s.tenant = $1 AND s.snapshot_hash IS NOT NULL AND s.departments = '{}' AND s.made_at >= to_timestamp($3 / 1000.0)
  AND NOT EXISTS (SELECT 1 FROM planned_statement p WHERE p.tenant = s.tenant AND p.plan = $2 AND p.statement_id = s.id)
ORDER BY s.made_at, s.id`;

interface UnplannedRow extends Omit<ReportJob, 'tenant' | 'departments' | 'knownOn'> {
  readonly knownOn: Date;
}

// Somebody died between the hand-over and the answer: nobody knows, so nobody repeats it by himself.
const ABANDONED = `UPDATE delivery SET progress = 'unknown', ended_at = clock_timestamp(), lease = NULL, leased_until = NULL,
  fault_code = 'UNKNOWN', fault = 'the service ended while this was handed over'
WHERE progress = 'handing-over' AND leased_until < clock_timestamp() RETURNING id`;
const HAND_OVER = `UPDATE delivery SET progress = 'handing-over' ${HELD} AND progress = 'waiting' AND leased_until > clock_timestamp() RETURNING id`;
const TAKE_BACK = `UPDATE delivery SET progress = 'waiting' ${HELD} AND progress = 'handing-over' RETURNING id`;
const AGAIN = `UPDATE delivery SET progress = 'waiting', ended_at = NULL, due_at = clock_timestamp(), attempts = 0
WHERE tenant = $1 AND id = $2 AND progress IN ('failed', 'unknown') RETURNING id`;
const REPLACE = `UPDATE delivery SET progress = 'not-needed', ended_at = clock_timestamp()
WHERE tenant = $1 AND id = $2 AND progress IN ('failed', 'unknown') RETURNING id`;
const FORGET = 'DELETE FROM planned_statement WHERE tenant = $1 AND plan = $2 AND statement_id = $3';
const OLDEST_OPEN = `SELECT coalesce(extract(epoch FROM clock_timestamp() - min(planned_at)), 0)::float8 AS seconds FROM delivery WHERE progress IN ('waiting', 'handing-over', 'unknown')`;

const storedDelivery = ({
  dueAt: _due,
  lease: _lease,
  leasedUntil: _until,
  faultCode,
  fault,
  plannedAt,
  endedAt,
  ...entity
}: DeliveryEntity): StoredDelivery => ({
  ...entity,
  fault: fault === null || faultCode === null ? null : { code: faultCode, detail: fault },
  plannedAt: plannedAt.getTime(),
  endedAt: endedAt?.getTime() ?? null,
});

async function planIn(tx: Transaction, { tenant, plan, statement, deliveries }: Parameters<DeliveryStore['plan']>[0]): Promise<number> {
  if (statement !== null && (await tx.query(REMEMBER, [tenant, plan, statement])).length === 0) return 0;
  return deliveries.length === 0 ? 0 : (await tx.query(ADD, [JSON.stringify(deliveries satisfies readonly NewDelivery[])])).length;
}

/** What goes to whom, and what became of it. */
export class PostgresDeliveryStore implements DeliveryStore {
  private readonly leases: RowLeases;

  constructor(private readonly dataSource: DataSource) {
    this.leases = new RowLeases(dataSource, { table: 'delivery', order: 'due_at' });
  }

  plan(planned: Parameters<DeliveryStore['plan']>[0]): Promise<number> {
    return withTenant(this.dataSource, planned.tenant, (tx) => planIn(tx, planned));
  }

  unplanned({ tenant, plan, since }: Parameters<DeliveryStore['unplanned']>[0]): Promise<readonly ReportJob[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<UnplannedRow>(UNPLANNED, [tenant, plan, since]);
      return rows.map(({ knownOn, ...of }) => ({ tenant, ...of, departments: [], knownOn: knownOn.getTime() }));
    });
  }

  claim(leaseMs: number): Promise<DeliveryClaim | null> {
    return inTransaction(this.dataSource, async (tx) => {
      await tx.query(ABANDONED);
      const claimed = await this.leases.claim(tx, leaseMs);
      if (claimed === null) return null;
      const { lease, ...key } = claimed;
      return { job: storedDelivery(await tx.manager.findOneByOrFail(DeliveryEntity, key)), lease };
    });
  }

  extend(claim: DeliveryClaim, leaseMs: number): Promise<boolean> {
    return this.leases.extend(claim, leaseMs);
  }

  async handOver(claim: DeliveryClaim): Promise<void> {
    if ((await this.run(HAND_OVER, heldBy(claim))) !== 1) throw new Error('another process works on this delivery');
  }

  async takeBack(claim: DeliveryClaim): Promise<void> {
    await this.run(TAKE_BACK, heldBy(claim));
  }

  finish(claim: DeliveryClaim): Promise<void> {
    return this.leases.end(claim, { progress: 'sent', endedAt: 'ended_at', fault: null });
  }

  postpone(claim: DeliveryClaim, next: { readonly delayMs: number; readonly fault: JobFault }): Promise<void> {
    return this.leases.postpone(claim, next);
  }

  refuse(claim: DeliveryClaim, fault: JobFault): Promise<void> {
    return this.leases.end(claim, { progress: 'failed', endedAt: 'ended_at', fault });
  }

  leaveUnsent(claim: DeliveryClaim): Promise<void> {
    return this.leases.end(claim, { progress: 'not-needed', endedAt: 'ended_at', fault: null });
  }

  leaveUnknown(claim: DeliveryClaim, fault: JobFault): Promise<void> {
    return this.leases.end(claim, { progress: 'unknown', endedAt: 'ended_at', fault });
  }

  deliveries({ tenant, limit, after }: Parameters<DeliveryStore['deliveries']>[0]): ReturnType<DeliveryStore['deliveries']> {
    return withTenant(this.dataSource, tenant, async ({ manager }) => {
      const query = manager.createQueryBuilder(DeliveryEntity, 'd').where('d.tenant = :tenant', { tenant });
      if (after !== null) query.andWhere('(d.planned_at, d.id) < (to_timestamp(:at / 1000.0), :id)', { at: after.plannedAt, id: after.id });
      const ordered = query.orderBy('d.plannedAt', 'DESC').addOrderBy('d.id', 'DESC');
      const found = (await ordered.limit(limit + 1).getMany()).map(storedDelivery);
      const deliveries = found.slice(0, limit);
      return { deliveries, next: found.length > limit ? (deliveries.at(-1) ?? null) : null };
    });
  }

  delivery(tenant: string, id: string): Promise<StoredDelivery | null> {
    return withTenant(this.dataSource, tenant, async ({ manager }) => {
      const found = await manager.findOneBy(DeliveryEntity, { tenant, id });
      return found && storedDelivery(found);
    });
  }

  async sendAgain(tenant: string, id: string): Promise<boolean> {
    return (await this.run(AGAIN, [tenant, id])) === 1;
  }

  replace({ tenant, id, plan, statement }: Parameters<DeliveryStore['replace']>[0]): Promise<boolean> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      if ((await tx.query(REPLACE, [tenant, id])).length === 0) return false;
      await tx.query(FORGET, [tenant, plan, statement]);
      return true;
    });
  }

  async oldestOpenSeconds(): Promise<number> {
    const [row] = await runStatement<{ seconds: number }>(this.dataSource, { text: OLDEST_OPEN }, []);
    return row?.seconds ?? 0;
  }

  private async run(text: string, parameters: readonly unknown[]): Promise<number> {
    return (await runStatement(this.dataSource, { text }, parameters)).length;
  }
}
