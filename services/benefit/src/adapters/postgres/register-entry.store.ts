import { inTransaction, type Transaction } from '@hemtag/platform-postgres';
import { entryChanges, holdsEver, type DocumentKind, type RecordedEntry, type RecordedVersion } from '@hemtag/register';
import type { DataSource } from 'typeorm';

interface ObjectKey {
  /** Empty for what belongs to no tenant. */
  readonly tenant: string;
  readonly kind: DocumentKind;
  readonly name: string;
}

interface EntryRow {
  readonly entry_id: string;
  readonly path: string;
  readonly entry_key: string;
  readonly valid_from: string | null;
  readonly valid_to: string | null;
  readonly is_empty: boolean;
  readonly content: Readonly<Record<string, unknown>> & { readonly validFrom?: string };
  readonly version: number;
  readonly author: string;
  readonly recorded_at: Date;
}

const CURRENT = `
SELECT entry_id, path, entry_key, lower(valid)::text AS valid_from, upper(valid)::text AS valid_to, isempty(valid) AS is_empty, content, version, author, recorded_at
FROM register_entry WHERE tenant = $1 AND kind = $2 AND name = $3 AND superseded_at IS NULL`;

const INSERT = `
INSERT INTO register_entry (tenant, kind, name, path, entry_key, valid, recorded_at, content, version, author, reason, source)
SELECT $1, $2, $3, path, key, CASE WHEN "holdsEver" THEN daterange("validFrom", "validTo") ELSE 'empty' END, $4, content, version, author,
  content ->> 'reason', content ->> 'source'
FROM jsonb_to_recordset($5::jsonb)
  AS e(path text, key text, "validFrom" date, "validTo" date, "holdsEver" boolean, content jsonb, version integer, author text)`;

interface KnownEntry extends RecordedEntry {
  readonly id: string;
}

const knownEntryOf = (row: EntryRow): KnownEntry => ({
  id: row.entry_id,
  path: row.path,
  key: row.entry_key,
  // Of an empty range the database keeps no bounds.
  validFrom: row.is_empty ? (row.content.validFrom ?? null) : row.valid_from,
  validTo: row.is_empty ? (row.content.validFrom ?? null) : row.valid_to,
  content: row.content,
  version: row.version,
  author: row.author,
  recordedAt: row.recorded_at.getTime(),
});

/** Brings the dated entries of one object up to a further version of it; the database refuses two that hold on one day. */
export async function recordEntries(tx: Transaction, { tenant, kind, name }: ObjectKey, version: RecordedVersion): Promise<void> {
  const known = (await tx.query<EntryRow>(CURRENT, [tenant, kind, name])).map(knownEntryOf);
  const { superseded, added } = entryChanges(known, version);
  const ids = known.filter((entry) => superseded.includes(entry)).map(({ id }) => id);
  const recordedAt = new Date(version.recordedAt);
  if (ids.length > 0)
    await tx.query('UPDATE register_entry SET superseded_at = $3 WHERE tenant = $1 AND entry_id = ANY($2::bigint[])', [tenant, ids, recordedAt]);
  const rows = added.map((entry) => ({ ...entry, holdsEver: holdsEver(entry) }));
  if (rows.length > 0) await tx.query(INSERT, [tenant, kind, name, recordedAt, JSON.stringify(rows)]);
}

interface VersionRow extends ObjectKey, Omit<RecordedVersion, 'recordedAt'> {
  readonly recordedAt: Date;
}

/** Lists the entries of a register that was filled before they were kept one by one; does nothing where they are there. */
export function fillRegisterEntries(dataSource: DataSource): Promise<void> {
  return inTransaction(dataSource, async (tx) => {
    await tx.query('LOCK TABLE register_version IN SHARE ROW EXCLUSIVE MODE');
    const some = await tx.query('SELECT 1 FROM register_entry LIMIT 1');
    if (some.length > 0) return;
    const versions = await tx.query<VersionRow>(
      `SELECT tenant, kind, name, version, author, recorded_at AS "recordedAt", document FROM register_version
       WHERE kind IN ('Rate', 'Initiative') ORDER BY tenant, kind, name, version`,
    );
    for (const { recordedAt, ...row } of versions) await recordEntries(tx, row, { ...row, recordedAt: recordedAt.getTime() });
  });
}
