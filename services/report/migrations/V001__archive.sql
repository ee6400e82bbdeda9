-- What stands in the archive was shown to somebody: it is added to and never changed.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was archived is never changed' USING ERRCODE = 'restrict_violation';
END $$;

-- One row for each statement: its canonical JSON (RFC 8785) as bytes, and where it belongs.
CREATE TABLE statement (
  tenant text NOT NULL,
  id text NOT NULL,
  period text NOT NULL,
  state text NOT NULL,
  -- Of the period; null of a statement on demand, which is told apart by its instant.
  version integer,
  -- SHA-256 of the content, in hexadecimal digits.
  fingerprint text NOT NULL,
  content bytea NOT NULL,
  -- The language in which it is rendered without being asked for.
  language text NOT NULL,
  known_on timestamptz NOT NULL,
  -- Why the month was reopened before this version.
  reason text,
  -- Of what the month kept with the step that this statement belongs to.
  snapshot_hash text,
  made_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT statement_pk PRIMARY KEY (tenant, id),
  CONSTRAINT statement_period CHECK (period ~ '^\d{4}(-(0[1-9]|1[0-2])|-T[1-3]|-H[12])?$'),
  CONSTRAINT statement_state CHECK (state IN ('PRELIMINARY', 'FINAL', 'ON_DEMAND')),
  CONSTRAINT statement_version CHECK ((state = 'ON_DEMAND') = (version IS NULL) AND coalesce(version, 1) > 0),
  -- A month has a snapshot; a longer period is made of its months, and is final when all of them are closed.
  CONSTRAINT statement_snapshot CHECK ((snapshot_hash IS NOT NULL) = (state <> 'ON_DEMAND' AND period ~ '^\d{4}-(0[1-9]|1[0-2])$')),
  CONSTRAINT statement_month CHECK (state <> 'PRELIMINARY' OR period ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  CONSTRAINT statement_reason CHECK (reason IS NULL OR version > 1),
  CONSTRAINT statement_language CHECK (language IN ('sv', 'en', 'da', 'no')),
  -- The second guard: the bytes are those that the fingerprint is of.
  CONSTRAINT statement_fingerprint CHECK (fingerprint = encode(sha256(content), 'hex'))
);
CREATE UNIQUE INDEX statement_of_month ON statement (tenant, period, state, version) WHERE version IS NOT NULL;
CREATE UNIQUE INDEX statement_on_demand ON statement (tenant, period, known_on) WHERE version IS NULL;
CREATE TRIGGER statement_append_only BEFORE UPDATE OR DELETE ON statement FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER statement_not_emptied BEFORE TRUNCATE ON statement FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- The bytes of every rendered file.
CREATE TABLE rendition (
  tenant text NOT NULL,
  statement_id text NOT NULL,
  format text NOT NULL,
  language text NOT NULL,
  fingerprint text NOT NULL,
  content bytea NOT NULL,
  -- Which program text made it.
  renderer text NOT NULL,
  rendered_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT rendition_pk PRIMARY KEY (tenant, statement_id, format, language),
  CONSTRAINT rendition_statement_fk FOREIGN KEY (tenant, statement_id) REFERENCES statement (tenant, id),
  CONSTRAINT rendition_format CHECK (format IN ('pdf', 'xlsx', 'html', 'csv')),
  CONSTRAINT rendition_language CHECK (language IN ('sv', 'en', 'da', 'no')),
  CONSTRAINT rendition_fingerprint CHECK (fingerprint = encode(sha256(content), 'hex'))
);
CREATE TRIGGER rendition_append_only BEFORE UPDATE OR DELETE ON rendition FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER rendition_not_emptied BEFORE TRUNCATE ON rendition FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
-- Bytes that are compressed already are not compressed again.
ALTER TABLE rendition ALTER COLUMN content SET STORAGE EXTERNAL;

-- What has to be made. A row is written once, with the position in the log or for who asks, and is worked on under a lease, so that a process that dies leaves it to the next one.
CREATE TABLE statement_job (
  tenant text NOT NULL,
  -- Of the statement that it makes.
  id text NOT NULL,
  period text NOT NULL,
  state text NOT NULL,
  version integer,
  known_on timestamptz NOT NULL,
  snapshot_hash text,
  asked_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  lease uuid,
  leased_until timestamptz,
  progress text NOT NULL DEFAULT 'waiting',
  fault_code text,
  fault text,
  done_at timestamptz,
  CONSTRAINT statement_job_pk PRIMARY KEY (tenant, id),
  CONSTRAINT statement_job_state CHECK (state IN ('PRELIMINARY', 'FINAL', 'ON_DEMAND')),
  CONSTRAINT statement_job_version CHECK ((state = 'ON_DEMAND') = (version IS NULL)),
  CONSTRAINT statement_job_snapshot CHECK ((snapshot_hash IS NOT NULL) = (state <> 'ON_DEMAND' AND period ~ '^\d{4}-(0[1-9]|1[0-2])$')),
  CONSTRAINT statement_job_progress CHECK (progress IN ('waiting', 'done', 'refused') AND (progress = 'done') = (done_at IS NOT NULL)),
  CONSTRAINT statement_job_lease CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CONSTRAINT statement_job_fault CHECK ((fault IS NULL) = (fault_code IS NULL))
);
-- Whoever asks for an open period while its report is being made gets that one.
CREATE UNIQUE INDEX statement_job_on_demand ON statement_job (tenant, period) WHERE state = 'ON_DEMAND' AND progress = 'waiting';
CREATE INDEX statement_job_waiting ON statement_job (due_at) WHERE progress = 'waiting';
