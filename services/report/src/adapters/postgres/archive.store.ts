import { inTransaction, withTenant, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { Archive, ArchivedBytes, ArchivedReport, Claim, NewRendition, NewStatement, StoredFile } from '../../application/ports.js';
import { holdsClaim } from './statement-job.store.js';
import { StatementEntity } from './statement.entity.js';

const BYTES_OF_STATEMENT = 'SELECT fingerprint, content FROM statement WHERE tenant = $1 AND id = $2';
const BYTES_OF_RENDITION = 'SELECT fingerprint, content FROM rendition WHERE tenant = $1 AND statement_id = $2 AND format = $3 AND language = $4';
const FILES = `SELECT statement_id AS "statementId", format, language, fingerprint, length(content) AS bytes, rendered_at AS "renderedAt"
FROM rendition WHERE tenant = $1 AND statement_id = ANY($2) ORDER BY language, format`;
const LENGTHS = 'SELECT id, length(content) AS bytes FROM statement WHERE tenant = $1 AND id = ANY($2)';
const ADD_STATEMENT = `INSERT INTO statement (tenant, id, period, departments, state, version, fingerprint, content, language, known_on, reason, snapshot_hash)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, to_timestamp($10 / 1000.0), $11, $12) ON CONFLICT DO NOTHING RETURNING id`;
const ADD_RENDITION = `INSERT INTO rendition (tenant, statement_id, format, language, fingerprint, content, renderer)
VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING RETURNING format`;

type FileRow = Omit<StoredFile, 'renderedAt'> & { readonly statementId: string; readonly renderedAt: Date };

async function reportsOf(tx: Transaction, tenant: string, statements: readonly StatementEntity[]): Promise<ArchivedReport[]> {
  const ids = statements.map(({ id }) => id);
  const files = await tx.query<FileRow>(FILES, [tenant, ids]);
  const lengths = new Map((await tx.query<{ id: string; bytes: number }>(LENGTHS, [tenant, ids])).map(({ id, bytes }) => [id, bytes]));
  return statements.map((statement) => ({
    statement: { ...statement, knownOn: statement.knownOn.getTime(), madeAt: statement.madeAt.getTime() },
    statementBytes: lengths.get(statement.id) ?? 0,
    files: files
      .filter(({ statementId }) => statementId === statement.id)
      .map(({ statementId: _, renderedAt, ...file }) => ({ ...file, renderedAt: renderedAt.getTime() })),
  }));
}

/** Statements and the bytes that they were rendered to, always of one tenant. */
export class PostgresArchive implements Archive {
  constructor(private readonly dataSource: DataSource) {}

  reports(tenant: string, period: string | null): Promise<readonly ArchivedReport[]> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const where = { tenant, ...(period === null ? {} : { period }) };
      return reportsOf(tx, tenant, await tx.manager.find(StatementEntity, { where, order: { madeAt: 'DESC', id: 'ASC' } }));
    });
  }

  report(tenant: string, id: string): Promise<ArchivedReport | null> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const found = await tx.manager.findOneBy(StatementEntity, { tenant, id });
      return found === null ? null : ((await reportsOf(tx, tenant, [found]))[0] ?? null);
    });
  }

  statementBytes(tenant: string, id: string): Promise<ArchivedBytes | null> {
    return withTenant(this.dataSource, tenant, async (tx) => (await tx.query<ArchivedBytes>(BYTES_OF_STATEMENT, [tenant, id]))[0] ?? null);
  }

  renditionBytes(tenant: string, { statementId, format, language }: Pick<NewRendition, 'statementId' | 'format' | 'language'>): Promise<ArchivedBytes | null> {
    return withTenant(
      this.dataSource,
      tenant,
      async (tx) => (await tx.query<ArchivedBytes>(BYTES_OF_RENDITION, [tenant, statementId, format, language]))[0] ?? null,
    );
  }

  addStatement(claim: Claim, statement: NewStatement): Promise<boolean> {
    const { tenant, id, period, departments, state, version, fingerprint, content, language, knownOn, reason, snapshotHash } = statement;
    return inTransaction(this.dataSource, async (tx) => {
      if (!(await holdsClaim(tx, claim))) return false;
      const parameters = [tenant, id, period, departments, state, version, fingerprint, Buffer.from(content), language, knownOn, reason, snapshotHash];
      return (await tx.query(ADD_STATEMENT, parameters)).length === 1;
    });
  }

  addRendition({ tenant, statementId, format, language, fingerprint, content, renderer }: NewRendition): Promise<boolean> {
    return withTenant(this.dataSource, tenant, async (tx) => {
      const parameters = [tenant, statementId, format, language, fingerprint, Buffer.from(content), renderer];
      return (await tx.query(ADD_RENDITION, parameters)).length === 1;
    });
  }
}
