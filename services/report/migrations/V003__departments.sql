-- A report may be of some departments only: their names, sorted, each once. An empty list is the whole tenant.
ALTER TABLE statement ADD COLUMN departments text[] NOT NULL DEFAULT '{}';
DROP INDEX statement_of_month;
CREATE UNIQUE INDEX statement_of_month ON statement (tenant, period, state, version, departments) WHERE version IS NOT NULL;
DROP INDEX statement_on_demand;
CREATE UNIQUE INDEX statement_on_demand ON statement (tenant, period, known_on, departments) WHERE version IS NULL;

ALTER TABLE statement_job ADD COLUMN departments text[] NOT NULL DEFAULT '{}';
DROP INDEX statement_job_on_demand;
-- Whoever asks for an open period of the same departments while its report is being made gets that one.
CREATE UNIQUE INDEX statement_job_on_demand ON statement_job (tenant, period, departments) WHERE state = 'ON_DEMAND' AND progress = 'waiting';
