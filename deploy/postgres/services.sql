-- The login of the services and their roles (docs/adr/0005-one-login-a-role-per-service.md): it may make schemas in this database and is no superuser.
-- Idempotent. Run in Hemtag's database as superuser, with the password as a setting of the session:
--   PGOPTIONS="-c hemtag.password=…" psql -v ON_ERROR_STOP=1 -d hemtag -f deploy/postgres/services.sql
DO $$
DECLARE
  role text;
BEGIN
  -- Temporary tables are for the services only; by default everybody may make them. What was granted to PUBLIC goes last, so that nobody is without.
  FOREACH role IN ARRAY ARRAY['hemtag_gateway', 'hemtag_ingestion', 'hemtag_benefit', 'hemtag_report', 'hemtag_reader', 'hemtag_services'] LOOP
    BEGIN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL;
    END;
    IF role NOT IN ('hemtag_reader', 'hemtag_services') THEN EXECUTE format('GRANT TEMPORARY ON DATABASE %I TO %I', current_database(), role); END IF;
  END LOOP;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());

  EXECUTE format('ALTER ROLE hemtag_services LOGIN NOSUPERUSER NOCREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L', current_setting('hemtag.password'));
  GRANT hemtag_gateway, hemtag_ingestion, hemtag_benefit, hemtag_report, hemtag_reader TO hemtag_services WITH ADMIN OPTION;
  EXECUTE format('GRANT CONNECT, CREATE ON DATABASE %I TO hemtag_services', current_database());
END
$$;
