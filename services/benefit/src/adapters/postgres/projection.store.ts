import type { CarryingFigure, FigureRow } from '@hemtag/benefit';
import { exactText, firstDay, rational, type Instant, type Month, type Rational } from '@hemtag/kernel';
import { withTenant, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type {
  DueTenant,
  NamedInitiativeMonth,
  Pending,
  Projected,
  ProjectedTenant,
  ProjectionStore,
  ProjectionTransaction,
  SourceDay,
} from '../../application/projection-ports.js';
import { figureRecord, type FigureRecord } from '../../application/figure-record.js';
import { READ_FIGURES, WRITE_FIGURES, WRITE_INITIATIVE_MONTHS, WRITE_SOURCE_DAYS } from './projection-statements.js';

interface PendingRow {
  readonly id: string;
  readonly series_key: string | null;
  readonly source: string | null;
  readonly month: Month | null;
  readonly initiative: string | null;
  readonly usage_ms: string | null;
  readonly traceparent: string | null;
}

/** Marks of one run; more of them wait for the next one. */
const MAX_MARKS = 20_000;
const ROWS_PER_STATEMENT = 1_000;

// Under load many changes share one sum of an initiative.
const IS_DUE = (afterMs: string): string => `(initiative IS NULL OR marked_at <= clock_timestamp() - ${afterMs}::integer * interval '1 millisecond')`;
const TAKE = `SELECT id::text AS id, series_key, source, to_char(month, 'YYYY-MM') AS month, initiative, usage_ms::text, traceparent FROM projection_pending
  WHERE tenant = $1 AND ${IS_DUE('$2')} ORDER BY id LIMIT ${MAX_MARKS}`;
const DUE_TENANTS = `SELECT tenant, floor(extract(epoch FROM min(marked_at)) * 1000)::text AS since_ms FROM projection_pending WHERE ${IS_DUE('$1')} GROUP BY tenant ORDER BY min(id)`;

const INITIATIVES_AFTER_MS = 2_000;

const exactOrNull = (value: Rational | null): string | null => (value === null ? null : exactText(value));

function pendingOf(rows: readonly PendingRow[]): Pending {
  const distinct = [...new Map(rows.map((row) => [JSON.stringify([row.series_key, row.source, row.month, row.initiative]), row])).values()];
  return {
    isWhole: distinct.some(({ series_key: key, source, initiative }) => key === null && source === null && initiative === null),
    series: distinct.flatMap(({ series_key: key, month }) => (key === null ? [] : [{ key, month }])),
    sources: distinct.flatMap(({ source, month }) => (source === null || month === null ? [] : [{ source, month }])),
    initiatives: distinct.flatMap(({ initiative }) => (initiative === null ? [] : [initiative])),
    causes: [...new Set(rows.flatMap(({ traceparent }) => traceparent ?? []))],
  };
}

/** The oldest usage of each series and month. */
function usageOf(rows: readonly PendingRow[]): readonly Instant[] {
  const oldest = new Map<string, Instant>();
  for (const { series_key: key, month, usage_ms: usageMs } of rows) {
    if (usageMs === null) continue;
    const place = `${key} ${month}`;
    oldest.set(place, Math.min(oldest.get(place) ?? Infinity, Number(usageMs)));
  }
  return [...oldest.values()];
}

const initiativeMonthRecord = (of: NamedInitiativeMonth) => ({
  initiative: of.initiative,
  month: firstDay(of.month),
  currency: of.currency,
  type: of.type,
  exact_gross: exactOrNull(of.gross),
  exact_running_cost: exactText(of.runningCost),
  exact_one_off_cost: exactText(of.oneOffCost),
  exact_net: exactOrNull(of.net),
  exact_cumulative_net: exactOrNull(of.cumulativeNet),
  exact_break_even_share: exactOrNull(of.breakEvenShare),
});

async function writeFigures(tx: Transaction, tenant: string, figures: readonly FigureRow[]): Promise<void> {
  for (let at = 0; at < figures.length; at += ROWS_PER_STATEMENT) {
    await tx.query(WRITE_FIGURES, [tenant, JSON.stringify(figures.slice(at, at + ROWS_PER_STATEMENT).map(figureRecord))]);
  }
}

async function carryingFigures(tx: Transaction, tenant: string, initiatives: readonly string[]): Promise<ReadonlyMap<string, readonly CarryingFigure[]>> {
  const rows = await tx.query<Omit<CarryingFigure, 'gross'> & { readonly initiative: string; readonly gross: string | null }>(
    `SELECT initiative, type, to_char(month, 'YYYY-MM') AS month, amount_unit AS unit, exact_gross AS gross, reason
     FROM figure WHERE tenant = $1 AND initiative = ANY($2) AND kind = 'ORIGINAL'`,
    [tenant, initiatives],
  );
  return Map.groupBy(
    rows.map((row) => ({ ...row, gross: row.gross === null ? null : rational(row.gross) })),
    ({ initiative }) => initiative,
  );
}

async function writeSourceDays(tx: Transaction, tenant: string, days: readonly SourceDay[]): Promise<readonly { source: string; month: string }[]> {
  return tx.query(WRITE_SOURCE_DAYS, [tenant, days.map(({ source }) => source), days.map(({ day }) => day), days.map(({ state }) => state)]);
}

const transactionOf = (tx: Transaction, tenant: string): ProjectionTransaction => ({
  writeFigures: (figures) => writeFigures(tx, tenant, figures),
  keepAdjustments: async (benefits, figureIds) => {
    await tx.query(
      `DELETE FROM figure WHERE tenant = $1 AND kind <> 'ORIGINAL' AND figure_id <> ALL($4)
         AND (initiative, benefit) IN (SELECT * FROM unnest($2::text[], $3::text[]))`,
      [tenant, benefits.map(({ initiative }) => initiative), benefits.map(({ benefit }) => benefit), figureIds],
    );
  },
  keepOnly: async (initiatives, figureIds) => {
    await tx.query('DELETE FROM figure WHERE tenant = $1 AND initiative = ANY($2) AND figure_id <> ALL($3)', [tenant, initiatives, figureIds]);
  },
  keepInitiatives: async (initiatives) => {
    await tx.query('DELETE FROM figure WHERE tenant = $1 AND initiative <> ALL($2)', [tenant, initiatives]);
    await tx.query('DELETE FROM initiative_month WHERE tenant = $1 AND initiative <> ALL($2)', [tenant, initiatives]);
  },
  carryingFigures: (initiatives) => carryingFigures(tx, tenant, initiatives),
  markInitiatives: async (initiatives) => {
    await tx.query(
      `INSERT INTO projection_pending (tenant, initiative) SELECT $1, name FROM unnest($2::text[]) AS name
       WHERE NOT EXISTS (SELECT FROM projection_pending WHERE tenant = $1 AND initiative = name)`,
      [tenant, initiatives],
    );
  },
  writeInitiativeMonths: async (initiatives, months) => {
    await tx.query(WRITE_INITIATIVE_MONTHS, [tenant, initiatives, JSON.stringify(months.map(initiativeMonthRecord))]);
  },
  writeSourceDays: async (days) => void (await writeSourceDays(tx, tenant, days)),
  projectedOn: async (day) => {
    await tx.query(
      'INSERT INTO projected_tenant (tenant, projected_on) VALUES ($1, $2) ON CONFLICT (tenant) DO UPDATE SET projected_on = excluded.projected_on',
      [tenant, day],
    );
  },
});

/** The published figures, kept by one process at a time for each tenant. */
export class PostgresProjectionStore implements ProjectionStore {
  constructor(
    private readonly dataSource: DataSource,
    /** How long costs and net of an initiative wait for further changes. */
    private readonly initiativesAfterMs = INITIATIVES_AFTER_MS,
  ) {}

  async pendingTenants(): Promise<readonly DueTenant[]> {
    const rows = await this.dataSource.query<{ tenant: string; since_ms: string }[]>(DUE_TENANTS, [this.initiativesAfterMs]);
    return rows.map(({ tenant, since_ms: sinceMs }) => ({ tenant, since: Number(sinceMs) }));
  }

  project(tenant: string, work: (pending: Pending, transaction: ProjectionTransaction) => Promise<void>): Promise<Projected | null> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      // The lock belongs to the transaction that writes: whoever loses it has written nothing.
      const [lock] = await tx.query<{ taken: boolean }>(`SELECT pg_try_advisory_xact_lock(hashtextextended('hemtag.projection.' || $1, 0)) AS taken`, [tenant]);
      if (!lock?.taken) return null;
      // Between its statements this transaction waits for what other connections read and for what is computed.
      await tx.query('SET LOCAL idle_in_transaction_session_timeout = 120000');
      const rows = await tx.query<PendingRow>(TAKE, [tenant, this.initiativesAfterMs]);
      if (rows.length === 0) return null;
      await work(pendingOf(rows), transactionOf(tx, tenant));
      await tx.query('DELETE FROM projection_pending WHERE tenant = $1 AND id = ANY($2::bigint[])', [tenant, rows.map(({ id }) => id)]);
      return { usageAt: usageOf(rows) };
    });
  }

  figuresOf(tenant: string): Promise<readonly FigureRecord[]> {
    return withTenant(this.dataSource, tenant, (tx) => tx.query<FigureRecord>(READ_FIGURES, [tenant]));
  }

  newestPending(tenant: string): Promise<string | null> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const [newest] = await tx.query<{ id: string | null }>('SELECT max(id)::text AS id FROM projection_pending WHERE tenant = $1 AND initiative IS NULL', [
        tenant,
      ]);
      return newest?.id ?? null;
    });
  }

  tenants(): Promise<readonly ProjectedTenant[]> {
    return this.dataSource.query(
      `SELECT tenant, time_zone AS "timeZone", projected_on::text AS "projectedOn" FROM tenant LEFT JOIN projected_tenant USING (tenant) ORDER BY tenant`,
    );
  }

  markWhole(tenant: string): Promise<void> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      await tx.query(
        `INSERT INTO projection_pending (tenant) SELECT $1
         WHERE NOT EXISTS (SELECT FROM projection_pending WHERE tenant = $1 AND num_nonnulls(series_key, source, initiative) = 0)`,
        [tenant],
      );
    });
  }

  changeSourceDays(tenant: string, days: readonly SourceDay[]): Promise<void> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const changed = await writeSourceDays(tx, tenant, days);
      if (changed.length === 0) return;
      await tx.query('INSERT INTO projection_pending (tenant, source, month) SELECT DISTINCT $1, * FROM unnest($2::text[], $3::date[])', [
        tenant,
        changed.map(({ source }) => source),
        changed.map(({ month }) => month),
      ]);
    });
  }
}
