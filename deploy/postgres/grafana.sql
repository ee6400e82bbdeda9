-- The login with which Grafana reads schema `published` and nothing else (docs/adr/0020-deployment-as-files.md).
-- Idempotent; a new password is taken over. Run after services.sql, in Hemtag's database as superuser, with the password as a setting of the session:
--   PGOPTIONS="-c hemtag.password=…" psql -v ON_ERROR_STOP=1 -d hemtag -f deploy/postgres/grafana.sql
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'hemtag_grafana') THEN CREATE ROLE hemtag_grafana; END IF;
  EXECUTE format(
    'ALTER ROLE hemtag_grafana LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 20 PASSWORD %L',
    current_setting('hemtag.password')
  );
  GRANT hemtag_reader TO hemtag_grafana WITH INHERIT TRUE, SET FALSE, ADMIN FALSE;
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO hemtag_grafana', current_database());

  -- What everybody may do by default is more than reading: large objects belong to no schema. Temporary tables: services.sql.
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
END
$$;

-- Grafana passes on whatever SQL it gets. What protects the data are the rights above; these protect the server from a slow panel.
ALTER ROLE hemtag_grafana SET statement_timeout = '5s';
ALTER ROLE hemtag_grafana SET lock_timeout = '2s';
ALTER ROLE hemtag_grafana SET idle_in_transaction_session_timeout = '10s';
ALTER ROLE hemtag_grafana SET default_transaction_read_only = on;
ALTER ROLE hemtag_grafana SET search_path = published;
