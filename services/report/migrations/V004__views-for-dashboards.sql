-- What boards show of reports. Addresses, the reason of a reopening and what went wrong in words may hold what is personal, and stand in no view; codes, roles and names of targets do.
CREATE VIEW published.report AS
  SELECT j.tenant, j.id AS report, j.period, CASE WHEN j.period ~ '^\d{4}-\d{2}$' THEN to_date(j.period, 'YYYY-MM') END AS month, j.state, j.version, j.departments,
    j.known_on, j.snapshot_hash, j.progress, j.attempts, j.fault_code, j.asked_at, s.made_at, s.fingerprint,
    (SELECT count(*) FROM rendition r WHERE r.tenant = j.tenant AND r.statement_id = j.id)::integer AS files
  FROM statement_job j LEFT JOIN statement s ON s.tenant = j.tenant AND s.id = j.id;

-- Deliveries that differ in their receiver only are one row: their ids are hashes over the address, so they are not shown either.
CREATE VIEW published.report_delivery AS
  SELECT d.tenant, d.what, CASE WHEN d.what = 'report' THEN d.about END AS report,
    coalesce((SELECT s.period FROM statement s WHERE d.what = 'report' AND s.tenant = d.tenant AND s.id = d.about), substring(d.about FROM '^\d{4}-\d{2}$')) AS period, d.plan, d.channel,
    CASE WHEN d.channel <> 'mail' THEN d.receiver END AS target, d.role, d.progress, d.fault_code,
    count(*)::integer AS deliveries, max(d.attempts)::integer AS attempts, min(d.planned_at) AS planned_at, max(d.ended_at) AS ended_at
  FROM delivery d
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

-- What has not arrived is a small part of what was ever sent.
CREATE INDEX delivery_not_sent ON delivery (progress, planned_at) WHERE progress <> 'sent';

GRANT SELECT ON published.report, published.report_delivery TO hemtag_reader;
