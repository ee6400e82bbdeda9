import type { UsageVolume } from '@hemtag/contracts';
import { advancePartition } from '@hemtag/platform-inbox';
import { inTransaction, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { StoredVolumes, VolumeBatch, VolumeWriter } from '../../application/ports.js';

const SERIES = {
  name: 'benefit-store-series',
  text: `
INSERT INTO usage_series (tenant, series_key, source, subject, unit, outcome, channel, org_unit, dimensions, measure_name, measure_unit)
SELECT tenant, key::uuid, source, subject, unit, outcome, channel, "orgUnit", dimensions, measure->>'name', measure->>'unit'
FROM jsonb_to_recordset($1::jsonb) AS s(tenant text, key text, source text, subject text, unit text, outcome text, channel text, "orgUnit" text,
  dimensions jsonb, measure jsonb)
ORDER BY tenant, key
ON CONFLICT DO NOTHING`,
};

// The order by key keeps concurrent batches from waiting for each other in a circle.
const VOLUMES = {
  name: 'benefit-store-volumes',
  text: `
INSERT INTO usage_volume AS stored (tenant, series_key, day, quantity, events, revision)
SELECT * FROM unnest($1::text[], $2::uuid[], $3::date[], $4::numeric[], $5::bigint[], $6::bigint[]) AS v(tenant, series_key, day, quantity, events, revision)
ORDER BY 1, 2, 3
ON CONFLICT (tenant, series_key, day) DO UPDATE SET quantity = excluded.quantity, events = excluded.events, revision = excluded.revision
WHERE stored.revision < excluded.revision
RETURNING 1`,
};

/** The newest revision of each volume in a batch: one statement may touch a row once only. */
function newestOf(volumes: readonly UsageVolume[]): readonly UsageVolume[] {
  const newest = new Map<string, UsageVolume>();
  for (const volume of volumes) {
    const key = `${volume.tenant} ${volume.series.key} ${volume.day}`;
    const known = newest.get(key);
    if (!known || known.revision < volume.revision) newest.set(key, volume);
  }
  return [...newest.values()];
}

async function storeVolumes(tx: Transaction, volumes: readonly UsageVolume[]): Promise<number> {
  const series = new Map(volumes.map((volume) => [`${volume.tenant} ${volume.series.key}`, { ...volume.series, tenant: volume.tenant }]));
  await tx.query(SERIES, [JSON.stringify([...series.values()])]);
  const stored = await tx.query(VOLUMES, [
    volumes.map((volume) => volume.tenant),
    volumes.map((volume) => volume.series.key),
    volumes.map((volume) => volume.day),
    volumes.map((volume) => volume.quantity),
    volumes.map((volume) => volume.events),
    volumes.map((volume) => volume.revision),
  ]);
  return stored.length;
}

/** Stores day volumes and the position in the log together. A batch read by a consumer that has lost its partition aborts (`Fenced`). */
export class PostgresVolumeWriter implements VolumeWriter {
  constructor(private readonly dataSource: DataSource) {}

  store(batch: VolumeBatch): Promise<StoredVolumes> {
    const newest = newestOf(batch.volumes);
    return inTransaction(this.dataSource, async (tx) => {
      await advancePartition(tx, batch);
      const applied = newest.length === 0 ? 0 : await storeVolumes(tx, newest);
      return { applied, stale: batch.volumes.length - applied };
    });
  }
}
