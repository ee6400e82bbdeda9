import { PUBLISHED } from '@hemtag/contracts';
import { runStatement } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { Rhythm, SourceFacts, SourceFactsStore } from '../../application/source-status.js';

interface FactsRow {
  readonly tenant: string;
  readonly source: string;
  readonly name: string | null;
  readonly expected_every: string | null;
  readonly currency: string | null;
  readonly last_ms: string | null;
  readonly accepted: string;
  readonly duplicate: string;
  readonly conflict: string;
  readonly rejected: string;
  readonly gateway_rejected: string;
  readonly measures: readonly (readonly [string, string])[];
}

// The last day of a source holds its last event, so one row of its activity is enough.
const FACTS = `WITH known AS (
  SELECT tenant, source FROM ${PUBLISHED.source} UNION SELECT tenant, source FROM source_counter
), measured AS (
  SELECT tenant, source, jsonb_agg(DISTINCT jsonb_build_array(measure_name, measure_unit)) AS measures
    FROM usage_series WHERE measure_name IS NOT NULL AND ($1::text IS NULL OR tenant = $1) GROUP BY tenant, source
)
SELECT k.tenant, k.source, s.name, s.expected_every, t.currency, a.last_ms::text, coalesce(c.accepted, 0)::text AS accepted, coalesce(c.duplicate, 0)::text AS duplicate,
    coalesce(c.conflict, 0)::text AS conflict, coalesce(c.rejected, 0)::text AS rejected, coalesce(c.gateway_rejected, 0)::text AS gateway_rejected,
    coalesce(m.measures, '[]') AS measures
  FROM known k
    LEFT JOIN ${PUBLISHED.source} s ON s.tenant = k.tenant AND s.source = k.source
    LEFT JOIN ${PUBLISHED.tenant} t ON t.tenant = k.tenant
    LEFT JOIN source_counter c ON c.tenant = k.tenant AND c.source = k.source
    LEFT JOIN measured m ON m.tenant = k.tenant AND m.source = k.source
    LEFT JOIN LATERAL (SELECT last_ms FROM source_activity_day d WHERE d.tenant = k.tenant AND d.source = k.source ORDER BY d.day DESC LIMIT 1) a ON true
  WHERE $1::text IS NULL OR k.tenant = $1
  ORDER BY k.tenant, k.source`;

const RHYTHMS = `SELECT s.expected_every, a.last_ms::text
  FROM ${PUBLISHED.source} s
    LEFT JOIN LATERAL (SELECT last_ms FROM source_activity_day d WHERE d.tenant = s.tenant AND d.source = s.source ORDER BY d.day DESC LIMIT 1) a ON true
  WHERE s.expected_every IS NOT NULL`;

function factsOf(row: FactsRow): SourceFacts {
  const { tenant, source, name, expected_every, currency, last_ms, measures, gateway_rejected, accepted, duplicate, conflict, rejected } = row;
  return {
    tenant,
    source,
    registered: name === null ? null : { name, expectedEvery: expected_every, currency: currency ?? '' },
    lastEvent: last_ms === null ? null : Number(last_ms),
    counts: { accepted, duplicate, conflict, rejected, rejectedByGateway: gateway_rejected },
    measures: measures.map(([measure, unit]) => ({ name: measure, unit })),
  };
}

/** `SourceFactsStore` over PostgreSQL, the register's published views included. */
export class PostgresSourceFacts implements SourceFactsStore {
  constructor(private readonly dataSource: DataSource) {}

  async read(tenant: string | null): Promise<readonly SourceFacts[]> {
    return (await runStatement<FactsRow>(this.dataSource, { text: FACTS }, [tenant])).map(factsOf);
  }

  async rhythms(): Promise<readonly Rhythm[]> {
    const rows = await runStatement<{ expected_every: string; last_ms: string | null }>(this.dataSource, { text: RHYTHMS }, []);
    return rows.map(({ expected_every: expectedEvery, last_ms: lastMs }) => ({ expectedEvery, lastEvent: lastMs === null ? null : Number(lastMs) }));
  }

  async storedOffsets(topic: string): Promise<ReadonlyMap<number, bigint>> {
    const text = 'SELECT partition_id, next_offset FROM consumed_partition WHERE topic = $1';
    const rows = await runStatement<{ partition_id: number; next_offset: string }>(this.dataSource, { text }, [topic]);
    return new Map(rows.map(({ partition_id, next_offset }) => [partition_id, BigInt(next_offset)]));
  }
}
