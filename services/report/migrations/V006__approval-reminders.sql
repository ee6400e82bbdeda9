-- Whoever approves is reminded of each version, whatever he was told of the month before.
ALTER TABLE delivery DROP CONSTRAINT delivery_what;
ALTER TABLE delivery ADD CONSTRAINT delivery_what CHECK (what IN ('report', 'closing-soon', 'late', 'approve'));

CREATE OR REPLACE VIEW published.report_delivery AS
  SELECT d.tenant, d.what, CASE WHEN d.what = 'report' THEN d.about END AS report,
    coalesce((SELECT s.period FROM statement s WHERE d.what = 'report' AND s.tenant = d.tenant AND s.id = d.about), substring(d.about FROM '^\d{4}-\d{2}')) AS period, d.plan, d.channel,
    CASE WHEN d.channel <> 'mail' THEN d.receiver END AS target, d.role, d.progress, d.fault_code,
    count(*)::integer AS deliveries, max(d.attempts)::integer AS attempts, min(d.planned_at) AS planned_at, max(d.ended_at) AS ended_at
  FROM delivery d
  GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10;

-- What is asked for every few seconds is a small part of all that was ever made.
CREATE INDEX statement_job_open ON statement_job (progress, asked_at) WHERE progress <> 'done';
