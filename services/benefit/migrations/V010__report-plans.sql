-- A report plan is an object of the register like the others. No view publishes it: its recipients' addresses are for the report service alone, which asks over HTTP.
ALTER TABLE register_version DROP CONSTRAINT register_version_kind,
  ADD CONSTRAINT register_version_kind CHECK (kind IN ('Tenant', 'Source', 'Rate', 'Initiative', 'ReportPlan'));
