import { advancePartition } from '@hemtag/platform-inbox';
import { inTransaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { Position } from '../../application/ports.js';
import type { GatewayReject, GatewayRejects } from '../../application/reject-ports.js';

import { storableText, timestampOf } from './flush.mapping.js';
import { textArray, type Cell } from './flush-relations.js';
import type { Patience } from './patience.js';

const STORE = `WITH reject AS (
  SELECT * FROM unnest($1::text[], $2::text[], $3::integer[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[], $11::bytea[],
    $12::timestamptz[], $13::boolean[]) AS reject (tenant, topic, partition_id, record_offset, source, code, pointer, detail, record_key, record_headers, record_value, record_time, masked)
), stored AS (
  INSERT INTO rejected_event (tenant, topic, partition_id, record_offset, source, code, pointer, detail, record_key, record_headers, record_value, record_time, masked, origin)
    SELECT *, 'gateway' FROM reject
), counted_by_hour AS (
  INSERT INTO source_hour AS h (tenant, source, hour, accepted, duplicate, conflict, rejected, gateway_rejected)
    SELECT tenant, source, date_trunc('hour', now(), 'UTC'), 0, 0, 0, 0, count(*) FROM reject GROUP BY tenant, source ORDER BY tenant, source
    ON CONFLICT (tenant, hour, source) DO UPDATE SET gateway_rejected = h.gateway_rejected + EXCLUDED.gateway_rejected
), rejected_by_hour AS (
  INSERT INTO reject_hour AS h (tenant, source, hour, code, origin, rejects)
    SELECT tenant, source, date_trunc('hour', now(), 'UTC'), code, 'gateway', count(*) FROM reject GROUP BY tenant, source, code ORDER BY tenant, source, code
    ON CONFLICT (tenant, hour, source, code, origin) DO UPDATE SET rejects = h.rejects + EXCLUDED.rejects
)
INSERT INTO source_counter AS c (tenant, source, accepted, duplicate, conflict, rejected, gateway_rejected)
  SELECT tenant, source, 0, 0, 0, 0, count(*) FROM reject GROUP BY tenant, source ORDER BY tenant, source
  ON CONFLICT (tenant, source) DO UPDATE SET gateway_rejected = c.gateway_rejected + EXCLUDED.gateway_rejected`;

const headersOf = ({ record }: GatewayReject): Buffer =>
  Buffer.from(JSON.stringify(record.headers.map(([name, value]) => [name, value.toString('base64')])), 'utf8');

/** Stores what the gateway refused, each record of its topic once. */
export class PostgresGatewayRejects implements GatewayRejects {
  constructor(
    private readonly dataSource: DataSource,
    private readonly patiently: Patience,
  ) {}

  store(batch: Position, rejects: readonly GatewayReject[]): Promise<void> {
    return this.patiently(() =>
      inTransaction(this.dataSource, async (tx) => {
        await advancePartition(tx, batch);
        if (rejects.length === 0) return;
        const column = (of: (reject: GatewayReject) => Cell): string => textArray(rejects.map(of));
        await tx.query(STORE, [
          column(({ tenant }) => tenant),
          column(({ place }) => place.topic),
          column(({ place }) => place.partition),
          column(({ place }) => place.offset),
          column(({ source }) => source),
          column(({ code }) => storableText(code)),
          column(({ pointer }) => storableText(pointer)),
          column(({ detail }) => storableText(detail)),
          column(({ record }) => record.key),
          column(headersOf),
          column(({ record }) => record.value),
          column(({ time }) => timestampOf(time)),
          column(({ masked }) => masked),
        ]);
      }),
    );
  }
}
