import { REGISTER_CHANNEL } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import { inTransaction, type Transaction } from '@hemtag/platform-postgres';
import type { Change, InitiativeDocument, RegisterDocument } from '@hemtag/register';
import { In, type DataSource } from 'typeorm';
import type { RegisterQuery, RegisterStore, RegisterTransaction, StoredVersion } from '../../application/ports.js';
import { recordEntries } from './register-entry.store.js';
import { RegisterVersionEntity } from './register-version.entity.js';
import { storedVersionOf } from './register-version.mapping.js';
import { SourceEntity } from './source.entity.js';
import { TenantEntity } from './tenant.entity.js';

/** What belongs to no tenant is stored under the empty one, because every key starts with the tenant. */
const tenantKey = (tenant: string | null): string => tenant ?? '';

const NEWEST = `SELECT DISTINCT ON (tenant, kind, name) tenant, kind, name, version, document, author, recorded_at AS "recordedAt"
FROM register_version`;
// Instants are told to the millisecond: what is shown as recorded at one is known at it.
const KNOWN = `($2::timestamptz IS NULL OR date_trunc('milliseconds', recorded_at) <= $2::timestamptz)`;
const NEWEST_ORDER = 'ORDER BY tenant, kind, name, version DESC';
/** Only initiatives that have ever named the tenant are put in order by version; the newest may no longer name it. */
const SHARING = `SELECT * FROM (${NEWEST} WHERE kind = 'Initiative' AND tenant <> $1 AND ${KNOWN}
  AND (tenant, name) IN (SELECT tenant, name FROM register_version WHERE kind = 'Initiative' AND document @> $3::jsonb) ${NEWEST_ORDER}) AS newest
  WHERE document @> $3::jsonb`;

async function project(tx: Transaction, document: RegisterDocument): Promise<void> {
  const { name } = document.metadata;
  if (document.kind === 'Tenant') {
    const { timeZone, currency } = document.spec;
    await tx.manager.upsert(TenantEntity, { tenant: name, timeZone, currency }, ['tenant']);
  }
  if (document.kind === 'Source') {
    const {
      source,
      events,
      dimensions = [],
      acceptsAggregates = events === 'aggregate',
      reference = null,
      safePatterns = {},
      expectedEvery = null,
    } = document.spec;
    const row = { tenant: document.metadata.tenant, name, source, dimensions: [...dimensions], acceptsAggregates, reference, safePatterns, expectedEvery };
    await tx.manager.upsert(SourceEntity, row, ['tenant', 'name']);
  }
}

/** The database's clock, read under the lock on the register, so that later versions are never recorded earlier. */
async function instantOf(tx: Transaction): Promise<Date> {
  const rows = await tx.query<{ readonly at: Date }>(`SELECT date_trunc('milliseconds', clock_timestamp()) AS at`);
  const [{ at }] = rows as [{ readonly at: Date }];
  return at;
}

const sharesCosts = (document: RegisterDocument): boolean =>
  document.kind === 'Initiative' && (document.spec.costs ?? []).some((cost) => cost.sharedBy !== undefined);

const SHARED_BEFORE = `SELECT EXISTS (
  SELECT FROM register_version before JOIN unnest($1::text[], $2::text[], $3::integer[]) AS written(tenant, name, version)
    ON before.kind = 'Initiative' AND before.tenant = written.tenant AND before.name = written.name AND before.version = written.version - 1
  WHERE jsonb_path_exists(before.document, '$.spec.costs[*].sharedBy')
) AS shared`;

/** Whether one of the initiatives shares a cost, or shared one up to now. */
async function concernsSharing(tx: Transaction, written: readonly Change[]): Promise<boolean> {
  if (written.some(({ document }) => sharesCosts(document))) return true;
  const initiatives = written.filter(({ kind }) => kind === 'Initiative');
  const [before] = await tx.query<{ readonly shared: boolean }>(SHARED_BEFORE, [
    initiatives.map(({ tenant }) => tenantKey(tenant)),
    initiatives.map(({ name }) => name),
    initiatives.map(({ version }) => version),
  ]);
  return before?.shared === true;
}

/** A shared rate may be anybody's, and so may shared costs; those by population hang on other tenants. */
async function markPending(tx: Transaction, written: readonly Change[]): Promise<void> {
  const tenants = written.map(({ tenant }) => tenant);
  if (tenants.includes(null) || (await concernsSharing(tx, written))) await tx.query('INSERT INTO projection_pending (tenant) SELECT tenant FROM tenant');
  else await tx.query('INSERT INTO projection_pending (tenant) SELECT DISTINCT unnest($1::text[])', [tenants]);
}

async function append(tx: Transaction, changes: readonly Change[], author: string): Promise<void> {
  const written = changes.filter((change) => change.result !== 'unchanged');
  // Tenants first: a source refers to its tenant.
  const ordered = [...written].sort((a, b) => Number(b.kind === 'Tenant') - Number(a.kind === 'Tenant'));
  // One instant for the whole set, so that no instant knows half of it.
  const recordedAt = await instantOf(tx);
  for (const { kind, tenant, name, version, document } of ordered) {
    await tx.manager.insert(RegisterVersionEntity, { tenant: tenantKey(tenant), kind, name, version, document, author, recordedAt });
    await project(tx, document);
    await recordEntries(tx, { tenant: tenantKey(tenant), kind, name }, { version, author, recordedAt: recordedAt.getTime(), document });
  }
  if (written.length === 0) return;
  await markPending(tx, written);
  await tx.query('SELECT pg_notify($1, $2)', [REGISTER_CHANNEL, '']);
}

/** Register objects as versions that are only ever added to. */
export class PostgresRegisterStore implements RegisterStore {
  constructor(private readonly dataSource: DataSource) {}

  change<T>(work: (transaction: RegisterTransaction) => Promise<T>): Promise<T> {
    return inTransaction(this.dataSource, async (tx) => {
      // One writer at a time: whether a set fits is decided against the whole register.
      await tx.query('LOCK TABLE register_version IN SHARE ROW EXCLUSIVE MODE');
      return work({
        current: async () => (await tx.query<RegisterVersionEntity>(`${NEWEST} ${NEWEST_ORDER}`)).map(storedVersionOf),
        append: (changes, author) => append(tx, changes, author),
      });
    });
  }

  async versions({ kind, tenant, name }: RegisterQuery): Promise<readonly StoredVersion[]> {
    // Tenants and shared rates belong to no tenant; a tenant's reader sees the shared rates too.
    const tenants = kind === 'Tenant' ? [''] : tenant === null ? null : kind === 'Rate' ? ['', tenant] : [tenant];
    const names = kind === 'Tenant' ? (name ?? tenant) : name;
    const where = { kind, ...(tenants === null ? {} : { tenant: In(tenants) }), ...(names === null ? {} : { name: names }) };
    const rows = await this.dataSource.manager.find(RegisterVersionEntity, { where, order: { tenant: 'ASC', name: 'ASC', version: 'ASC' } });
    return rows.map(storedVersionOf);
  }

  async revision(): Promise<string> {
    // Versions are only ever added.
    const sql = `SELECT count(*)::text AS versions FROM register_version`;
    const [row] = await this.dataSource.query<{ readonly versions: string }[]>(sql);
    return row?.versions ?? '';
  }

  documentsOf(tenant: string, asKnownOn: Instant | null): Promise<readonly RegisterDocument[]> {
    return inTransaction(this.dataSource, async (tx) => {
      const rows = await tx.query<RegisterVersionEntity>(`${NEWEST} WHERE tenant IN ($1, '') AND ${KNOWN} ${NEWEST_ORDER}`, [
        tenant,
        asKnownOn === null ? null : new Date(asKnownOn).toISOString(),
      ]);
      return rows.map((row) => storedVersionOf(row).document);
    });
  }

  initiativesSharingWith(tenant: string, asKnownOn: Instant | null): Promise<readonly InitiativeDocument[]> {
    return inTransaction(this.dataSource, async (tx) => {
      const rows = await tx.query<RegisterVersionEntity>(SHARING, [
        tenant,
        asKnownOn === null ? null : new Date(asKnownOn).toISOString(),
        JSON.stringify({ spec: { costs: [{ sharedBy: { tenants: [tenant] } }] } }),
      ]);
      return rows.map((row) => storedVersionOf(row).document).filter((document) => document.kind === 'Initiative');
    });
  }
}
