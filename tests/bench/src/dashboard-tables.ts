import { startServiceProcess } from '@hemtag/testing';
import { join } from 'node:path';

import { runOn } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import type { BenefitWorkload } from './benefit-workload.js';
import { CHECKOUT } from './checkout.js';

const mainOf = (service: 'ingestion' | 'report'): string => join(CHECKOUT, `services/${service}/dist/main.js`);

export interface BenchPlace {
  readonly servers: BenchServers;
  readonly databaseUrl: string;
  readonly prefix: string;
}

const CODES = ['CONFLICT', 'UNKNOWN_DIMENSION', 'UNKNOWN_UNIT', 'INVALID_TIME'];

/** The schema of a service, made by the service itself; it does not run while boards are measured. */
export async function makeSchema(service: 'ingestion' | 'report', { servers, databaseUrl, prefix }: BenchPlace): Promise<void> {
  const started = await startServiceProcess({
    main: mainOf(service),
    env: {
      HEMTAG_KAFKA_BROKERS: servers.brokers.join(','),
      HEMTAG_DATABASE_URL: databaseUrl,
      HEMTAG_TOPIC_PREFIX: prefix,
      // Of the report service alone, which asks nothing there before a month is closed.
      ...(service === 'report' && { HEMTAG_BENEFIT_URL: 'http://127.0.0.1:9' }),
    },
  });
  await started.stop('SIGKILL');
}

/** What ingestion would have noted of the load: every source was heard of on each day and in ten hours of it, with rejects of four kinds in three of them. */
export async function storeReceipts(url: string, load: BenefitWorkload): Promise<void> {
  const sources = load.tenants.map((tenant) => `('${tenant}', '${load.sourceOf(tenant)}')`).join(', ');
  const given = `(VALUES ${sources}) AS s(tenant, source) CROSS JOIN generate_series('${load.dayOf(0)} 00:00+00'::timestamptz, now(), '1 day') AS day`;
  const hours = (count: number): string =>
    `${given} CROSS JOIN LATERAL (SELECT day + n * interval '1 hour' AS hour FROM generate_series(6, ${5 + count}) AS n) h`;
  await runOn(
    url,
    `INSERT INTO ingestion.source_activity_day SELECT tenant, source, day::date, extract(epoch FROM day) * 1000, extract(epoch FROM day) * 1000 + 43200000, 10 FROM ${given}`,
    `INSERT INTO ingestion.source_hour SELECT tenant, source, hour, 500, 3, 1, 4, 2 FROM ${hours(10)}`,
    `INSERT INTO ingestion.reject_hour SELECT tenant, source, hour, code, 'ingestion', 2 FROM ${hours(3)} CROSS JOIN unnest(ARRAY['${CODES.join("', '")}']) AS code`,
    `INSERT INTO ingestion.source_counter SELECT tenant, source, 1000000, 3000, 100, 400, 200 FROM (VALUES ${sources}) AS s(tenant, source)`,
    'ANALYZE ingestion.source_activity_day, ingestion.source_hour, ingestion.reject_hour, ingestion.source_counter',
  );
}

/** Every month but the last three was closed by two persons. */
export async function closeMonths(url: string, load: BenefitWorkload): Promise<void> {
  const tenants = load.tenants.map((tenant) => `('${tenant}')`).join(', ');
  const months = `generate_series(date_trunc('month', '${load.dayOf(0)}'::date), date_trunc('month', now()) - interval '4 months', '1 month') AS month`;
  const step = (sequence: number, state: string, actor: string): string =>
    `INSERT INTO benefit.period_entry SELECT tenant, to_char(month, 'YYYY-MM'), ${sequence}, '${state}', 1, '${actor}', NULL, now(), 'x' FROM (VALUES ${tenants}) AS t(tenant) CROSS JOIN ${months}`;
  await runOn(url, 'SET search_path = benefit', step(1, 'PRELIMINARY', 'anna'), step(2, 'CLOSED', 'bo'), 'ANALYZE benefit.period_entry');
}

/** A preliminary and a final report of each closed month, each mailed to four roles, the last final one of a tenant not arrived with one of them. */
export async function storeReports(url: string): Promise<void> {
  const id = `tenant || '-' || month || '-v1' || CASE state WHEN 'CLOSED' THEN '' ELSE '-preliminary' END`;
  const report = `tenant, ${id}, month, CASE state WHEN 'CLOSED' THEN 'FINAL' ELSE 'PRELIMINARY' END, 1`;
  await runOn(
    url,
    `INSERT INTO report.statement (tenant, id, period, state, version, fingerprint, content, language, known_on, snapshot_hash)
     SELECT ${report}, encode(sha256('{}'), 'hex'), '{}', 'sv', recorded_at, snapshot_hash FROM benefit.period_entry`,
    `INSERT INTO report.statement_job (tenant, id, period, state, version, known_on, snapshot_hash, progress, done_at)
     SELECT tenant, id, period, state, version, known_on, snapshot_hash, 'done', now() FROM report.statement`,
    `INSERT INTO report.delivery (tenant, id, what, about, plan, channel, receiver, role, language, formats, progress, ended_at)
     SELECT tenant, encode(sha256((id || role)::bytea), 'hex'), 'report', id, 'monthly', 'mail', role || '@kommun.example', role, 'sv', '{pdf}', outcome, now()
     FROM (SELECT *, row_number() OVER (PARTITION BY tenant ORDER BY period DESC, state) AS age FROM report.statement) s
     CROSS JOIN unnest(ARRAY['benefit-owner', 'controller', 'finance-director', 'auditor']) AS role
     CROSS JOIN LATERAL (SELECT CASE WHEN age = 1 AND role = 'auditor' THEN 'failed' ELSE 'sent' END AS outcome) o`,
    'ANALYZE report.statement, report.statement_job, report.delivery',
  );
}
