-- The login of the services (docs/adr/0005-one-login-a-role-per-service.md): it may create roles and schemas, and is no superuser.
-- Idempotent. Run as superuser in Hemtag's database, with the password as a setting of the session:
--   PGOPTIONS="-c hemtag.password=…" psql -v ON_ERROR_STOP=1 -d hemtag -f deploy/postgres/services.sql
DO $$
DECLARE
  role text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hemtag_services') THEN CREATE ROLE hemtag_services; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hemtag_reader') THEN CREATE ROLE hemtag_reader NOLOGIN; END IF;
  EXECUTE format('ALTER ROLE hemtag_services LOGIN NOSUPERUSER NOCREATEDB CREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD %L', current_setting('hemtag.password'));
  -- The services create their roles and make them members of hemtag_reader. Where another login has created them before, this one takes over.
  FOR role IN SELECT rolname FROM pg_roles WHERE rolname IN ('hemtag_reader', 'hemtag_gateway', 'hemtag_ingestion', 'hemtag_benefit', 'hemtag_report') LOOP
    EXECUTE format('GRANT %I TO hemtag_services WITH ADMIN OPTION', role);
  END LOOP;
  EXECUTE format('GRANT CONNECT, CREATE, TEMPORARY ON DATABASE %I TO hemtag_services', current_database());
END
$$;
