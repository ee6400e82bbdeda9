-- Since when each volume is known: the instant at which the log took it. What was stored before this was written down counts as known all along.
ALTER TABLE usage_series ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE usage_volume ADD COLUMN recorded_at timestamptz NOT NULL DEFAULT '-infinity';
ALTER TABLE usage_series ALTER COLUMN recorded_at DROP DEFAULT;
ALTER TABLE usage_volume ALTER COLUMN recorded_at DROP DEFAULT;

-- What volumes were before. A revision that was superseded within its own minute is not kept, so there is one row a minute at most for a series and day.
CREATE TABLE usage_volume_revision (
  tenant text NOT NULL,
  series_key uuid NOT NULL,
  day date NOT NULL,
  revision bigint NOT NULL,
  quantity numeric NOT NULL,
  events bigint NOT NULL,
  recorded_at timestamptz NOT NULL,
  CONSTRAINT usage_volume_revision_pk PRIMARY KEY (tenant, series_key, day, revision),
  CONSTRAINT usage_volume_revision_not_negative CHECK (quantity >= 0 AND events >= 0 AND revision > 0)
);
