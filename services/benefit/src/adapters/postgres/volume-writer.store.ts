import { advancePartition } from '@hemtag/platform-inbox';
import type { Instant } from '@hemtag/kernel';
import { inTransaction, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { RecordedVolume, StoredVolumes, VolumeBatch, VolumeWriter } from '../../application/ports.js';
import { AFTER_CUT, cutBefore } from './volume-cut.js';

// An instant of the log that lies in the future would hide what is known now. Instants are told to the millisecond.
const RECORDED = (ms: string): string => `least(to_timestamp(${ms} / 1000.0), date_trunc('milliseconds', statement_timestamp()))`;

const SERIES = {
  name: 'benefit-store-series',
  text: `
INSERT INTO usage_series (tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit, recorded_at)
SELECT tenant, key::uuid, source, subject, unit, outcome, channel, "orgUnit", dimensions, measure->>'name', measure->>'unit',
  greatest(${RECORDED('"recordedAt"')}, ${AFTER_CUT})
FROM jsonb_to_recordset($1::jsonb) AS s(tenant text, key text, source text, subject text, unit text, outcome text, channel text, "orgUnit" text,
  dimensions jsonb, measure jsonb, "recordedAt" bigint, "offset" bigint)
${cutBefore('$2', 's."offset"')}
ORDER BY tenant, key
ON CONFLICT DO NOTHING
RETURNING tenant, series_key`,
};

interface SeriesKey {
  readonly tenant: string;
  readonly series_key: string;
}
// Whether a month is complete may hang on every source that has ever been used, so a new series concerns all months of the benefits that meter it.
const NEW_SERIES = 'INSERT INTO projection_pending (tenant, series_key) SELECT * FROM unnest($1::text[], $2::uuid[])';

// One statement stores the volumes, marks the figures that they concern, and keeps what they were, unless that was known only within the second that ends here, and on no step of a
// month in it. The order by key keeps concurrent batches from waiting for each other in a circle; those of one partition follow each other, because the position in the log is moved first.
const VOLUMES = {
  name: 'benefit-store-volumes',
  text: `
WITH incoming AS (
  SELECT v.*, greatest(${RECORDED('recorded_ms')}, before.recorded_at, ${AFTER_CUT}) AS recorded_at, cut.taken_at AS cut_at
  FROM unnest($1::text[], $2::uuid[], $3::date[], $4::numeric[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[], $10::bigint[], $12::bigint[])
    AS v(tenant, series_key, day, quantity, events, revision, recorded_ms, usage_ms, log_offset, ledger_ms)
  LEFT JOIN usage_volume before USING (tenant, series_key, day)
  ${cutBefore('$11', 'v.log_offset')}
  WHERE before.revision IS NULL OR before.revision < v.revision
), kept AS (
  INSERT INTO usage_volume_revision (tenant, series_key, day, revision, quantity, events, recorded_at, ledger_at)
  SELECT tenant, series_key, day, before.revision, before.quantity, before.events, before.recorded_at, before.ledger_at
  FROM incoming JOIN usage_volume before USING (tenant, series_key, day)
  WHERE date_trunc('second', before.recorded_at) < date_trunc('second', incoming.recorded_at) OR before.recorded_at <= incoming.cut_at
), stored AS (
  INSERT INTO usage_volume AS stored (tenant, series_key, day, quantity, events, revision, recorded_at, ledger_at)
  SELECT tenant, series_key, day, quantity, events, revision, recorded_at, to_timestamp(ledger_ms / 1000.0) FROM incoming ORDER BY 1, 2, 3
  ON CONFLICT (tenant, series_key, day) DO UPDATE
    SET quantity = excluded.quantity, events = excluded.events, revision = excluded.revision, recorded_at = excluded.recorded_at,
      ledger_at = excluded.ledger_at
    WHERE stored.revision < excluded.revision
  RETURNING tenant, series_key, day
), marked AS (
  INSERT INTO projection_pending (tenant, series_key, month, usage_ms, traceparent)
  SELECT tenant, series_key, date_trunc('month', day::timestamp)::date, min(usage_ms), $9 FROM stored JOIN incoming USING (tenant, series_key, day)
  GROUP BY 1, 2, 3
)
SELECT count(*)::int AS stored FROM stored`,
};

const CUTS_INSIDE = {
  name: 'benefit-cuts-inside',
  text: 'SELECT next_offset FROM volume_cut WHERE partition_id = $1 AND next_offset > $2 AND next_offset < $3 ORDER BY next_offset',
};

type StoredBatch = Pick<VolumeBatch, 'partition' | 'traceparent'>;

const older = (a: Instant | null, b: Instant | null): Instant | null => (a === null || b === null ? (a ?? b) : Math.min(a, b));

/** The newest revision of each volume in a part of a batch, with the oldest usage behind all of them: one statement may touch a row once only. */
function newestOf(volumes: readonly RecordedVolume[]): readonly RecordedVolume[] {
  const newest = new Map<string, RecordedVolume>();
  for (const volume of volumes) {
    const key = `${volume.tenant} ${volume.series.key} ${volume.day}`;
    const known = newest.get(key);
    const usageAt = older(known?.usageAt ?? null, volume.usageAt);
    newest.set(key, known && known.revision >= volume.revision ? { ...known, usageAt } : { ...volume, usageAt });
  }
  return [...newest.values()];
}

/** The volumes of a batch in the parts that the cuts inside it leave: what lies before a cut must stay known on it, whatever follows in the same batch. */
async function partsOf(tx: Transaction, { partition, firstOffset, nextOffset, volumes }: VolumeBatch): Promise<readonly (readonly RecordedVolume[])[]> {
  const rows = await tx.query<{ readonly next_offset: string }>(CUTS_INSIDE, [partition, firstOffset.toString(), nextOffset.toString()]);
  const ends = [...rows.map(({ next_offset: offset }) => BigInt(offset)), nextOffset];
  const parts = ends.map((end, part) => volumes.filter(({ offset }) => offset < end && offset >= (ends[part - 1] ?? firstOffset)));
  return parts.filter((part) => part.length > 0);
}

/** Stores volumes between which no cut lies. The first one of a series names it. */
async function storeVolumes(tx: Transaction, part: readonly RecordedVolume[], { partition, traceparent }: StoredBatch): Promise<number> {
  const series = new Map(
    part
      .toReversed()
      .map(({ tenant, series: { key, ...rest }, recordedAt, offset }) => [`${tenant} ${key}`, { ...rest, key, tenant, recordedAt, offset: offset.toString() }]),
  );
  const volumes = newestOf(part);
  const added = await tx.query<SeriesKey>(SERIES, [JSON.stringify([...series.values()]), partition]);
  if (added.length > 0) await tx.query(NEW_SERIES, [added.map(({ tenant }) => tenant), added.map(({ series_key: key }) => key)]);
  const [result] = await tx.query<{ readonly stored: number }>(VOLUMES, [
    volumes.map((volume) => volume.tenant),
    volumes.map((volume) => volume.series.key),
    volumes.map((volume) => volume.day),
    volumes.map((volume) => volume.quantity),
    volumes.map((volume) => volume.events),
    volumes.map((volume) => volume.revision),
    volumes.map((volume) => volume.recordedAt),
    volumes.map((volume) => volume.usageAt),
    traceparent ?? null,
    volumes.map((volume) => volume.offset.toString()),
    partition,
    volumes.map((volume) => volume.ledgerAt),
  ]);
  return result?.stored ?? 0;
}

/** Stores day volumes and the position in the log together. A batch read by a consumer that has lost its partition aborts (`Fenced`). */
export class PostgresVolumeWriter implements VolumeWriter {
  constructor(private readonly dataSource: DataSource) {}

  store(batch: VolumeBatch): Promise<StoredVolumes> {
    return inTransaction(this.dataSource, async (tx) => {
      await advancePartition(tx, batch);
      let applied = 0;
      for (const part of await partsOf(tx, batch)) applied += await storeVolumes(tx, part, batch);
      return { applied, stale: batch.volumes.length - applied };
    });
  }
}
