import type { RejectSummary } from '@hemtag/contracts';
import { inTransaction, runStatement } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import { EVENT_KINDS } from '../../application/ports.js';
import { rejectId, type RejectPlace } from '../../application/reject-place.js';
import type { KeptRecord, RejectFilter, RejectPage, RejectStore, ReplayCandidate, StoredReject } from '../../application/reject-ports.js';

import { textArray } from './flush-relations.js';

interface PlaceRow {
  readonly tenant: string;
  readonly topic: string;
  readonly partition_id: number;
  readonly record_offset: string;
}
interface SummaryRow extends PlaceRow {
  readonly source: string;
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
  readonly origin: 'ingestion' | 'gateway';
  readonly masked: boolean;
  readonly record_time: Date;
  readonly recorded_at: Date;
  readonly replayed_at: Date | null;
  readonly replayed_by: string | null;
}
interface RecordRow extends PlaceRow {
  readonly record_key: Buffer | null;
  readonly record_headers: Buffer;
  readonly record_value: Buffer | null;
}
interface CandidateRow extends PlaceRow {
  readonly masked: boolean;
  readonly bytes: number;
}

const PLACE = 'r.tenant, r.topic, r.partition_id, r.record_offset::text';
const SUMMARY = `${PLACE}, r.source, r.code, r.pointer, r.detail, r.origin, r.masked, r.record_time, r.recorded_at, r.replayed_at, r.replayed_by`;
const RECORD = 'r.record_key, r.record_headers, r.record_value';
const CANDIDATE = `${PLACE}, r.masked, octet_length(r.record_headers) + coalesce(octet_length(r.record_key), 0) + coalesce(octet_length(r.record_value), 0) AS bytes`;

const placeOf = ({ topic, partition_id, record_offset }: PlaceRow): RejectPlace => ({ topic, partition: partition_id, offset: BigInt(record_offset) });
const orNull = (text: string): string | null => (text === '' ? null : text);

function summaryOf(row: SummaryRow): Omit<RejectSummary, 'id'> {
  const { tenant, source, code, pointer, detail, origin, masked, record_time, recorded_at, replayed_at, replayed_by } = row;
  return {
    tenant: orNull(tenant),
    source: orNull(source),
    code,
    pointer,
    detail,
    origin,
    time: record_time.toISOString(),
    recordedAt: recorded_at.toISOString(),
    masked,
    replayedAt: replayed_at?.toISOString() ?? null,
    replayedBy: replayed_by,
  };
}

function recordOf({ record_key, record_headers, record_value }: RecordRow): KeptRecord {
  const pairs = JSON.parse(record_headers.toString('utf8')) as readonly (readonly [string, string])[];
  return { key: record_key, headers: pairs.map(([name, value]) => [name, Buffer.from(value, 'base64')]), value: record_value };
}

/** One page, the newest first: the database's own instants order it, because those of the answer are cut to milliseconds. */
const pageText = (columns: string, { onlyNew }: { readonly onlyNew: boolean }): string => `SELECT ${columns} FROM rejected_event r
  WHERE ($1::text IS NULL OR r.tenant = $1) AND ($2::text IS NULL OR r.source = $2) AND ($3::text IS NULL OR r.code = $3)
    AND ($4::text IS NULL OR (r.recorded_at, r.topic, r.partition_id, r.record_offset) <
      (SELECT max(l.recorded_at), $4, $5::integer, $6::bigint FROM rejected_event l WHERE l.topic = $4 AND l.partition_id = $5 AND l.record_offset = $6))
    ${onlyNew ? 'AND r.replayed_at IS NULL' : ''}
  ORDER BY r.recorded_at DESC, r.topic DESC, r.partition_id DESC, r.record_offset DESC LIMIT $7`;

const pageParameters = ({ tenant, source, code }: RejectFilter, { after, limit }: RejectPage): readonly unknown[] => [
  tenant, source, code, after?.topic ?? null, after?.partition ?? null, after?.offset.toString() ?? null, limit,
]; // prettier-ignore

const AT = `unnest($1::text[], $2::integer[], $3::bigint[]) WITH ORDINALITY AS k (topic, partition_id, record_offset, nr)
  JOIN rejected_event r ON r.topic = k.topic AND r.partition_id = k.partition_id AND r.record_offset = k.record_offset`;
const placeArrays = (places: readonly RejectPlace[]): readonly string[] => [
  textArray(places.map(({ topic }) => topic)),
  textArray(places.map(({ partition }) => partition)),
  textArray(places.map(({ offset }) => offset)),
];

/** Only the kinds that have a row of their own say where it came from. */
const POSITIONS = `SELECT record_partition AS partition, record_offset::text AS offset FROM (
  SELECT e.record_partition, e.record_offset FROM event_identity i JOIN usage_event e
      ON e.tenant = i.tenant AND e.series_id = i.series_id AND e.day = i.day AND e.identity = i.identity
    WHERE i.tenant = $1 AND i.identity = $2
  UNION ALL SELECT a.record_partition, a.record_offset FROM event_identity i JOIN usage_aggregate a
      ON a.tenant = i.tenant AND a.series_id = i.series_id AND a.identity = i.identity
    WHERE i.tenant = $1 AND i.identity = $2
  UNION ALL SELECT m.record_partition, m.record_offset FROM usage_amendment m WHERE m.tenant = $1 AND m.identity = $2) found`;

/** `RejectStore` over PostgreSQL. Rejects without a registered source belong to no tenant, so an operator's questions are not opened for one. */
export class PostgresRejectStore implements RejectStore {
  constructor(private readonly dataSource: DataSource) {}

  async list(filter: RejectFilter, page: RejectPage): Promise<readonly (RejectSummary & { readonly place: RejectPlace })[]> {
    const rows = await this.read<SummaryRow>(pageText(SUMMARY, { onlyNew: false }), pageParameters(filter, page));
    return rows.map((row) => ({ id: rejectId(placeOf(row)), ...summaryOf(row), place: placeOf(row) }));
  }

  async find(place: RejectPlace): Promise<StoredReject | null> {
    const [row] = await this.read<SummaryRow & RecordRow & { kept_hash: string | null; refused_hash: string | null }>(
      `SELECT ${SUMMARY}, ${RECORD}, r.kept_hash, r.refused_hash FROM ${AT}`,
      placeArrays([place]),
    );
    return row ? { place, summary: summaryOf(row), hashes: { kept: row.kept_hash, refused: row.refused_hash }, record: recordOf(row) } : null;
  }

  async replayable(filter: RejectFilter, page: RejectPage): Promise<readonly ReplayCandidate[]> {
    return this.candidates(pageText(CANDIDATE, { onlyNew: true }), pageParameters(filter, page));
  }

  candidatesAt(places: readonly RejectPlace[]): Promise<readonly ReplayCandidate[]> {
    return this.candidates(`SELECT ${CANDIDATE} FROM ${AT} ORDER BY k.nr`, placeArrays(places));
  }

  async recordsOf(candidates: readonly ReplayCandidate[]): Promise<readonly KeptRecord[]> {
    const rows = await this.read<RecordRow>(`SELECT ${PLACE}, ${RECORD} FROM ${AT} ORDER BY k.nr`, placeArrays(candidates.map(({ place }) => place)));
    return rows.map(recordOf);
  }

  markReplayed(candidates: readonly ReplayCandidate[], by: string): Promise<void> {
    return inTransaction(this.dataSource, async (tx) => {
      await tx.query(
        `UPDATE rejected_event r SET replayed_at = now(), replayed_by = $5 FROM unnest($1::text[], $2::integer[], $3::bigint[], $4::text[]) AS k (topic, partition_id, record_offset, tenant)
         WHERE r.tenant = k.tenant AND r.topic = k.topic AND r.partition_id = k.partition_id AND r.record_offset = k.record_offset`,
        [...placeArrays(candidates.map(({ place }) => place)), textArray(candidates.map(({ tenant }) => tenant)), by],
      );
    });
  }

  async keptEvent(tenant: string, identity: string): ReturnType<RejectStore['keptEvent']> {
    const [known] = await this.read<{ kind: number }>('SELECT kind FROM event_identity WHERE tenant = $1 AND identity = $2', [tenant, identity]);
    if (known === undefined || known.kind === EVENT_KINDS.reserved) return null;
    const [position] = await this.read<{ partition: number; offset: string }>(POSITIONS, [tenant, identity]);
    return { position: position ?? null };
  }

  private async candidates(text: string, parameters: readonly unknown[]): Promise<readonly ReplayCandidate[]> {
    const rows = await this.read<CandidateRow>(text, parameters);
    return rows.map((row) => ({ tenant: row.tenant, place: placeOf(row), masked: row.masked, bytes: row.bytes }));
  }

  private read<Row>(text: string, parameters: readonly unknown[]): Promise<Row[]> {
    return runStatement(this.dataSource, { text }, parameters);
  }
}
