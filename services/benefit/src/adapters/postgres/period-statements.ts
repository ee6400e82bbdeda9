import { knownVolume } from './known-volume.js';

/** The figures of these closings: months and sequences in two lists. */
export const REPORTED = `SELECT f.month, f.initiative, f.benefit, f.kind, f.original_month AS "originalMonth", f.unit, f.as_reported AS "asReported"
FROM unnest($2::text[], $3::integer[]) AS closing(month, sequence)
JOIN period_figure f ON f.tenant = $1 AND f.month = closing.month AND f.sequence = closing.sequence`;

export const CONFIRMATIONS = `SELECT c.initiative, c.benefit, c.month, c.amount, c.of_gross AS "ofGross", r.actor IS NOT NULL AS "isReviewed"
FROM (
  SELECT DISTINCT ON (figure_id) * FROM figure_confirmation
  WHERE tenant = $1 AND ($2::timestamptz IS NULL OR recorded_at <= $2::timestamptz) ORDER BY figure_id, sequence DESC
) c
LEFT JOIN figure_review r ON r.tenant = $1 AND r.figure_id = c.figure_id AND r.sequence = c.sequence AND ($2::timestamptz IS NULL OR r.recorded_at <= $2::timestamptz)`;

export const HARVESTS = `SELECT DISTINCT ON (initiative, benefit, plan_line, month) initiative, benefit, plan_line AS "planLine", month, amount
FROM harvest WHERE tenant = $1 AND ($2::timestamptz IS NULL OR recorded_at <= $2::timestamptz)
ORDER BY initiative, benefit, plan_line, month, sequence DESC`;

/** Revisions only ever rise and the other tables are only ever added to, so that nothing that changes leaves all of these as they are. */
export const MARK = `SELECT concat_ws(' ',
  (SELECT count(*) || '/' || coalesce(sum(revision), 0) FROM usage_volume WHERE tenant = $1 AND day <= $2::date),
  (SELECT count(*) FROM register_version WHERE tenant IN ($1, '')),
  (SELECT count(*) FROM period_entry WHERE tenant = $1),
  (SELECT count(*) FROM figure_confirmation WHERE tenant = $1),
  (SELECT count(*) FROM figure_review WHERE tenant = $1),
  (SELECT count(*) FROM harvest WHERE tenant = $1)) AS mark`;

export const KEEP_FIGURES = `INSERT INTO period_figure
  (tenant, month, sequence, version, figure_id, initiative, benefit, kind, original_month, unit, gross, adjusted, counted, as_reported, printed)
SELECT $1, $2, $3, $4, id, initiative, benefit, kind, "originalMonth", unit, gross, adjusted, counted, "asReported", printed
FROM jsonb_to_recordset($5::jsonb) AS kept(id text, initiative text, benefit text, kind text, "originalMonth" text, unit text, gross text, adjusted text,
  counted text, "asReported" text, printed text)`;

export const KEEP_VOLUMES = `INSERT INTO period_volume (tenant, month, sequence, series_key, day, quantity, revision)
SELECT v.tenant, $2, $3, v.series_key, v.day, known.quantity, known.revision FROM usage_volume v
${knownVolume('$6', ['quantity', 'revision'])} WHERE v.tenant = $1 AND v.day >= $4::date AND v.day <= $5::date`;

export const KEEP_REGISTER = `INSERT INTO period_register_version (tenant, month, sequence, owner, kind, name, register_version)
SELECT $1, $2, $3, tenant, kind, name, max(version) FROM register_version WHERE tenant IN ($1, '') AND date_trunc('milliseconds', recorded_at) <= $4
GROUP BY tenant, kind, name`;

export const KEPT_FIGURES = `SELECT figure_id AS id, initiative, benefit, kind, original_month AS "originalMonth", unit, gross, adjusted, counted, as_reported AS "asReported",
  printed
FROM period_figure WHERE tenant = $1 AND month = $2 AND sequence = $3 ORDER BY figure_id`;

export const OUTBOX = `INSERT INTO outbox (topic, key, value) VALUES ($1, convert_to($2, 'UTF8'), convert_to($3, 'UTF8'))`;

// Who approved first stays.
export const APPROVE = `INSERT INTO period_approval (tenant, month, sequence, actor) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;

export const CHANGED_VOLUMES = `SELECT to_jsonb(s) AS series, changed.day::text AS day, changed.then::text AS "then", changed.now::text AS now
FROM (
  SELECT series_key, day, kept.quantity AS "then", newest.quantity AS now
  FROM (SELECT series_key, day, quantity, revision FROM period_volume WHERE tenant = $1 AND month = $2 AND sequence = $3) kept
  FULL JOIN (
    SELECT v.series_key, v.day, known.quantity FROM usage_volume v
    ${knownVolume('$6', ['quantity'])}
    WHERE v.tenant = $1 AND v.day >= $4::date AND v.day <= $5::date
  ) newest USING (series_key, day)
  WHERE kept.quantity IS DISTINCT FROM newest.quantity
) changed
JOIN usage_series s ON s.tenant = $1 AND s.series_key = changed.series_key ORDER BY changed.day, s.series_key`;

export const CHANGED_REGISTER = `SELECT kind, name, kept.register_version AS "then", newest.version AS now
FROM (
  SELECT tenant AS owner, kind, name, max(version) AS version FROM register_version
  WHERE tenant IN ($1, '') AND ($4::timestamptz IS NULL OR recorded_at <= $4) GROUP BY tenant, kind, name
) newest
LEFT JOIN (SELECT owner, kind, name, register_version FROM period_register_version WHERE tenant = $1 AND month = $2 AND sequence = $3) kept
  USING (owner, kind, name)
WHERE kept.register_version IS DISTINCT FROM newest.version AND (kind <> 'Tenant' OR name = $1) ORDER BY kind, owner, name`;
