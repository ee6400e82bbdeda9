-- The dated entries of the register one by one, so that the database itself refuses two that hold on the same day. Filled with each version that is added.
-- An extension that belongs to the server is made by the login, because the role of a service may make nothing outside its schema.
SET LOCAL ROLE NONE;
CREATE EXTENSION IF NOT EXISTS btree_gist;
SET LOCAL ROLE hemtag_benefit;

CREATE TABLE register_entry (
  tenant text NOT NULL,
  entry_id bigint GENERATED ALWAYS AS IDENTITY,
  kind text NOT NULL,
  name text NOT NULL,
  path text NOT NULL,
  entry_key text NOT NULL,
  valid daterange NOT NULL,
  recorded_at timestamptz NOT NULL,
  superseded_at timestamptz,
  content jsonb NOT NULL,
  version integer NOT NULL,
  author text NOT NULL,
  reason text,
  source text,
  CONSTRAINT register_entry_pk PRIMARY KEY (tenant, entry_id),
  CONSTRAINT register_entry_version_fk FOREIGN KEY (tenant, kind, name, version) REFERENCES register_version (tenant, kind, name, version),
  CONSTRAINT register_entry_known CHECK (superseded_at >= recorded_at),
  CONSTRAINT register_entry_holds_alone EXCLUDE USING gist (tenant WITH =, kind WITH =, name WITH =, path WITH =, valid WITH &&) WHERE (superseded_at IS NULL)
);
CREATE UNIQUE INDEX register_entry_current ON register_entry (tenant, kind, name, path, entry_key) WHERE superseded_at IS NULL;
COMMENT ON COLUMN register_entry.path IS 'the list: versions, benefits.NAME.value, costs.KIND.NAME';
COMMENT ON COLUMN register_entry.valid IS 'the days on which it holds, up to where the next of its list begins; empty: none';
COMMENT ON COLUMN register_entry.version IS 'the version of the object in which the content stood first';

CREATE FUNCTION refuse_change_of_the_past() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.superseded_at IS NULL AND to_jsonb(OLD) - 'superseded_at' = to_jsonb(NEW) - 'superseded_at' THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'a row of % is only ever superseded, once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER register_entry_past BEFORE UPDATE OR DELETE ON register_entry FOR EACH ROW EXECUTE FUNCTION refuse_change_of_the_past();
