import type {
  ChangedObject,
  ChangedVolume,
  ChangesSinceClosing,
  Confirmation,
  Harvest,
  KeptFigure,
  PeriodEntry,
  PeriodFacts,
  ReportedFigure,
} from '@hemtag/benefit';
import { TOPICS, type PeriodChange } from '@hemtag/contracts';
import { firstDay, lastDay, rational, type Instant, type Result } from '@hemtag/kernel';
import { outboxChannel } from '@hemtag/platform-outbox';
import { inTransaction, withTenant, type Transaction } from '@hemtag/platform-postgres';
import { LessThanOrEqual, type DataSource } from 'typeorm';
import type {
  ClockRefusal,
  CutRefusal,
  UsageEpoch,
  PeriodStore,
  PeriodTransaction,
  Snapshot,
  StoredApproval,
  StoredEntry,
  StoredPeriods,
} from '../../application/period-ports.js';
import { PeriodApprovalEntity } from './period-approval.entity.js';
import { PeriodEntryEntity } from './period-entry.entity.js';
import { lockPeriods } from './period-lock.js';
import * as statements from './period-statements.js';
import { SERVICE } from './service-name.js';
import { takeCut, takeInstant, usageEpoch } from './volume-cut.js';

type Texts<T, Exact extends keyof T> = { readonly [K in keyof T]: K extends Exact ? string | null : T[K] };

const storedEntry = ({ month, sequence, state, version, actor, reason, recordedAt, snapshotHash }: PeriodEntryEntity): StoredEntry => ({
  month,
  sequence,
  state,
  version,
  actor,
  reason,
  at: recordedAt.getTime(),
  hash: snapshotHash,
});

const entriesOf = async ({ manager }: Transaction, tenant: string, until: Date | null): Promise<StoredEntry[]> =>
  (
    await manager.find(PeriodEntryEntity, {
      where: { tenant, ...(until === null ? {} : { recordedAt: LessThanOrEqual(until) }) },
      order: { month: 'ASC', sequence: 'ASC' },
    })
  ).map(storedEntry);

/** Of each month the closing that holds. */
const closingsOf = (log: readonly StoredEntry[]): StoredEntry[] => [
  ...new Map(log.filter(({ state }) => state === 'CLOSED').map((entry) => [entry.month, entry])).values(),
];

/** The log is read first and says which figures belong to it: a step that is stored meanwhile is not seen by half. */
async function factsAt(tx: Transaction, tenant: string, until: Date | null): Promise<PeriodFacts> {
  const log = await entriesOf(tx, tenant, until);
  const closings = closingsOf(log);
  const reported = await tx.query<Texts<ReportedFigure, 'asReported'>>(statements.REPORTED, [
    tenant,
    closings.map(({ month }) => month),
    closings.map(({ sequence }) => sequence),
  ]);
  const parameters = [tenant, until?.toISOString() ?? null];
  const confirmations = await tx.query<Omit<Confirmation, 'amount' | 'ofGross'> & { readonly amount: string; readonly ofGross: string }>(
    statements.CONFIRMATIONS,
    parameters,
  );
  const harvests = await tx.query<Omit<Harvest, 'amount'> & { readonly amount: string }>(statements.HARVESTS, parameters);
  return {
    log,
    reported: reported.map((row) => ({ ...row, asReported: row.asReported === null ? null : rational(row.asReported) })),
    confirmations: confirmations.map((row) => ({ ...row, amount: rational(row.amount), ofGross: rational(row.ofGross) })),
    harvests: harvests.map((row) => ({ ...row, amount: rational(row.amount) })),
  };
}

interface ChangedVolumeRow {
  /** A row of `usage_series`, by the names of its columns. */
  readonly series: Omit<ChangedVolume['series'], 'orgUnit' | 'measure'> & {
    readonly org_unit: string | null;
    readonly measure_name: string | null;
    readonly measure_unit: string | null;
  };
  readonly day: string;
  readonly then: string | null;
  readonly now: string | null;
}

function changedVolume({ series: row, day, then, now }: ChangedVolumeRow): ChangedVolume {
  const { source, subject, unit, outcome, channel, dimensions, org_unit: orgUnit, measure_name: name, measure_unit: measureUnit } = row;
  const measure = name === null || measureUnit === null ? null : { name, unit: measureUnit };
  const series = { source, subject, unit, outcome, channel, orgUnit, dimensions, measure };
  return { series, day, then: then === null ? null : rational(then), now: now === null ? null : rational(now) };
}

async function markOf(tx: Transaction, tenant: string, until: string): Promise<string> {
  const rows = await tx.query<{ readonly mark: string }>(statements.MARK, [tenant, until]);
  return rows[0]?.mark ?? '';
}

/** What was known on the step: usage that was stored since then is none of it. */
async function keep(tx: Transaction, { head, figures }: Snapshot, { sequence, at }: { readonly sequence: number; readonly at: Date }): Promise<void> {
  const { tenant, month, version, state } = head;
  await tx.query(statements.KEEP_FIGURES, [tenant, month, sequence, version, JSON.stringify(figures)]);
  if (state !== 'CLOSED') return;
  await tx.query(statements.KEEP_VOLUMES, [tenant, month, sequence, firstDay(month), lastDay(month), at]);
  await tx.query(statements.KEEP_REGISTER, [tenant, month, sequence, at]);
}

/** The message stands in the transaction that makes it true; the relay brings it to the log. */
async function announce(tx: Transaction, tenant: string, entry: StoredEntry): Promise<void> {
  const { month, sequence, state, version, at, hash } = entry;
  const change: PeriodChange = { tenant, month, sequence, state, version, recordedAt: new Date(at).toISOString(), snapshotHash: hash };
  await tx.query(statements.OUTBOX, [TOPICS.benefitPeriods.name, `${tenant}|${month}`, JSON.stringify(change)]);
  await tx.query(`SELECT pg_notify($1, '')`, [outboxChannel(SERVICE)]);
}

async function append(
  tx: Transaction,
  tenant: string,
  { entry: { at, ...entry }, snapshot }: { readonly entry: PeriodEntry; readonly snapshot: Snapshot | null },
): Promise<StoredEntry> {
  const recordedAt = new Date(at);
  await tx.manager.insert(PeriodEntryEntity, { tenant, ...entry, recordedAt, snapshotHash: snapshot?.hash ?? null });
  if (snapshot !== null) await keep(tx, snapshot, { sequence: entry.sequence, at: recordedAt });
  const stored: StoredEntry = { ...entry, at, hash: snapshot?.hash ?? null };
  await announce(tx, tenant, stored);
  return stored;
}

/** Period log, kept figures and what people said of them, always of one tenant. */
export class PostgresPeriodStore implements PeriodStore {
  constructor(private readonly dataSource: DataSource) {}

  factsOf(tenant: string, asKnownOn: Instant | null): Promise<PeriodFacts> {
    return withTenant(this.dataSource, tenant, (tx) => factsAt(tx, tenant, asKnownOn === null ? null : new Date(asKnownOn)));
  }

  periodsOf(tenant: string, asKnownOn: Instant | null): Promise<StoredPeriods> {
    const until = asKnownOn === null ? null : new Date(asKnownOn);
    return withTenant(this.dataSource, tenant, async (tx) => {
      const where = { tenant, ...(until === null ? {} : { recordedAt: LessThanOrEqual(until) }) };
      const approvals = await tx.manager.find(PeriodApprovalEntity, { where, order: { month: 'ASC', sequence: 'ASC' } });
      return {
        log: await entriesOf(tx, tenant, until),
        approvals: approvals.map(({ month, sequence, actor, recordedAt }): StoredApproval => ({ month, sequence, actor, at: recordedAt.getTime() })),
      };
    });
  }

  keptFigures(tenant: string, { month, sequence }: Pick<PeriodEntry, 'month' | 'sequence'>): Promise<readonly KeptFigure[]> {
    return withTenant(this.dataSource, tenant, (tx) => tx.query<KeptFigure>(statements.KEPT_FIGURES, [tenant, month, sequence]));
  }

  changesSince(tenant: string, { month, sequence }: Pick<PeriodEntry, 'month' | 'sequence'>, asKnownOn: Instant | null): Promise<ChangesSinceClosing> {
    const until = asKnownOn === null ? null : new Date(asKnownOn);
    return withTenant(this.dataSource, tenant, async (tx) => {
      const rows = await tx.query<ChangedVolumeRow>(statements.CHANGED_VOLUMES, [tenant, month, sequence, firstDay(month), lastDay(month), until]);
      const register = await tx.query<ChangedObject>(statements.CHANGED_REGISTER, [tenant, month, sequence, until]);
      return { volumes: rows.map(changedVolume), register };
    });
  }

  usageEpoch(): Promise<UsageEpoch> {
    return inTransaction(this.dataSource, usageEpoch);
  }

  cut(tenant: string, epoch: UsageEpoch): Promise<Result<Instant, CutRefusal>> {
    return inTransaction(this.dataSource, (tx) => takeCut(tx, tenant, epoch));
  }

  instant(tenant: string): Promise<Result<Instant, ClockRefusal>> {
    return inTransaction(this.dataSource, (tx) => takeInstant(tx, tenant));
  }

  mark(tenant: string, until: string): Promise<string> {
    return withTenant(this.dataSource, tenant, (tx) => markOf(tx, tenant, until));
  }

  change<T>(tenant: string, work: (transaction: PeriodTransaction) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, async (tx) => {
      await lockPeriods(tx, tenant);
      return work({
        log: () => entriesOf(tx, tenant, null),
        // The lock has written down what is pending, which keeps whoever empties the volumes out.
        usageEpoch: () => usageEpoch(tx),
        append: (entry, snapshot) => append(tx, tenant, { entry, snapshot }),
        approve: async ({ month, sequence, actor }) => {
          await tx.query(statements.APPROVE, [tenant, month, sequence, actor]);
        },
      });
    });
  }
}
