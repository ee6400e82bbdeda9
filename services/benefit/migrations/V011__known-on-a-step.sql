-- Where the log of volumes stood when a month was set preliminary or closed: of each partition the first offset that was not stored yet. What is stored from there
-- on counts as known after that instant, whatever time the log gave it; so what is known on the instant of a step never changes.
CREATE TABLE volume_cut (
  partition_id integer NOT NULL,
  next_offset bigint NOT NULL,
  taken_at timestamptz NOT NULL,
  CONSTRAINT volume_cut_pk PRIMARY KEY (partition_id, next_offset),
  CONSTRAINT volume_cut_not_negative CHECK (partition_id >= 0 AND next_offset >= 0)
);
CREATE INDEX volume_cut_newest ON volume_cut (taken_at);

-- Up to when the ledger of ingestion is in the volume, by ingestion's database: its events of then are those that were stored up to it. Null where nobody wrote it down.
ALTER TABLE usage_volume ADD COLUMN ledger_at timestamptz;
ALTER TABLE usage_volume_revision ADD COLUMN ledger_at timestamptz;
