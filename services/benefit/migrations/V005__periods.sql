-- The log of every month that somebody has begun to close: one row a step, never changed. A month without a row is OPEN.
CREATE TABLE period_entry (
  tenant text NOT NULL,
  month text NOT NULL,
  sequence integer NOT NULL,
  state text NOT NULL,
  version integer NOT NULL,
  actor text NOT NULL,
  reason text,
  recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  -- SHA-256 in hexadecimal digits over the canonical JSON of what the month showed when it got this state (docs/periods.md).
  snapshot_hash text,
  CONSTRAINT period_entry_pk PRIMARY KEY (tenant, month, sequence),
  CONSTRAINT period_entry_month CHECK (month ~ '^\d{4}-(0[1-9]|1[0-2])$'),
  CONSTRAINT period_entry_state CHECK (state IN ('PRELIMINARY', 'CLOSED', 'REOPENED')),
  CONSTRAINT period_entry_number CHECK (sequence > 0 AND version > 0),
  CONSTRAINT period_entry_reason CHECK (state <> 'REOPENED' OR (reason IS NOT NULL AND btrim(reason) <> '')),
  CONSTRAINT period_entry_snapshot CHECK ((state = 'REOPENED') = (snapshot_hash IS NULL))
);

-- The second guard of what the domain decides: the order of states, the numbering, and the second person.
CREATE FUNCTION check_period_entry() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  last period_entry;
BEGIN
  SELECT * INTO last FROM period_entry WHERE tenant = NEW.tenant AND month = NEW.month ORDER BY sequence DESC LIMIT 1;
  IF NEW.sequence <> coalesce(last.sequence, 0) + 1 OR (coalesce(last.state, 'OPEN'), NEW.state) NOT IN
    (('OPEN', 'PRELIMINARY'), ('PRELIMINARY', 'CLOSED'), ('CLOSED', 'REOPENED'), ('REOPENED', 'PRELIMINARY')) THEN
    RAISE EXCEPTION 'a period takes no such step' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.version <> coalesce(last.version, 0) + (NEW.state = 'PRELIMINARY')::integer THEN
    RAISE EXCEPTION 'a period has another version' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'PRELIMINARY' AND lower(btrim(NEW.actor)) = lower(btrim(last.actor)) THEN
    RAISE EXCEPTION 'a period takes two persons' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER period_entry_step BEFORE INSERT ON period_entry FOR EACH ROW EXECUTE FUNCTION check_period_entry();
CREATE TRIGGER period_entry_append_only BEFORE UPDATE OR DELETE ON period_entry FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What the figures of a month were when it became preliminary and when it was closed. Amounts and quantities are exact, n or n/d; nothing is rounded but `printed`.
CREATE TABLE period_figure (
  tenant text NOT NULL,
  month text NOT NULL,
  sequence integer NOT NULL,
  figure_id text NOT NULL,
  version integer NOT NULL,
  initiative text NOT NULL,
  benefit text NOT NULL,
  kind text NOT NULL,
  original_month text,
  unit text,
  gross text,
  adjusted text,
  counted text,
  as_reported text,
  -- The row as it was shown, as canonical JSON (RFC 8785). Text, because jsonb would not keep it byte by byte.
  printed text NOT NULL,
  CONSTRAINT period_figure_pk PRIMARY KEY (tenant, month, sequence, figure_id),
  CONSTRAINT period_figure_entry_fk FOREIGN KEY (tenant, month, sequence) REFERENCES period_entry (tenant, month, sequence),
  CONSTRAINT period_figure_kind CHECK (kind IN ('ORIGINAL', 'ADJUSTMENT') AND (kind = 'ADJUSTMENT') = (original_month IS NOT NULL)),
  CONSTRAINT period_figure_exact CHECK (
    coalesce(gross, '0') ~ '^-?\d+(/\d+)?$' AND coalesce(adjusted, '0') ~ '^-?\d+(/\d+)?$'
    AND coalesce(counted, '0') ~ '^-?\d+(/\d+)?$' AND coalesce(as_reported, '0') ~ '^-?\d+(/\d+)?$')
);
CREATE TRIGGER period_figure_append_only BEFORE UPDATE OR DELETE ON period_figure FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What a closing was computed from, to tell later what has changed since: the volumes of the month, and the version of each register object.
CREATE TABLE period_volume (
  tenant text NOT NULL,
  month text NOT NULL,
  sequence integer NOT NULL,
  series_key uuid NOT NULL,
  day date NOT NULL,
  quantity numeric NOT NULL,
  revision bigint NOT NULL,
  CONSTRAINT period_volume_pk PRIMARY KEY (tenant, month, sequence, series_key, day),
  CONSTRAINT period_volume_entry_fk FOREIGN KEY (tenant, month, sequence) REFERENCES period_entry (tenant, month, sequence)
);
CREATE TRIGGER period_volume_append_only BEFORE UPDATE OR DELETE ON period_volume FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TABLE period_register_version (
  tenant text NOT NULL,
  month text NOT NULL,
  sequence integer NOT NULL,
  -- '' for what belongs to no tenant, as in register_version.
  owner text NOT NULL,
  kind text NOT NULL,
  name text NOT NULL,
  register_version integer NOT NULL,
  CONSTRAINT period_register_version_pk PRIMARY KEY (tenant, month, sequence, owner, kind, name),
  CONSTRAINT period_register_version_entry_fk FOREIGN KEY (tenant, month, sequence) REFERENCES period_entry (tenant, month, sequence)
);
CREATE TRIGGER period_register_version_append_only BEFORE UPDATE OR DELETE ON period_register_version FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What the benefit owner said of a figure, of which gross, and who reviewed it; then who approved a month as it was kept. The newest row of a figure holds.
CREATE TABLE figure_confirmation (
  tenant text NOT NULL,
  figure_id text NOT NULL,
  sequence integer NOT NULL,
  initiative text NOT NULL,
  benefit text NOT NULL,
  month text NOT NULL,
  amount text NOT NULL,
  unit text NOT NULL,
  of_gross text NOT NULL,
  comment text,
  cause text,
  action text,
  due date,
  actor text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT figure_confirmation_pk PRIMARY KEY (tenant, figure_id, sequence),
  CONSTRAINT figure_confirmation_exact CHECK (sequence > 0 AND amount ~ '^-?\d+(/\d+)?$' AND of_gross ~ '^-?\d+(/\d+)?$'),
  CONSTRAINT figure_confirmation_cause CHECK (cause IN ('volume', 'price', 'adoption', 'data-gap', 'baseline-error')),
  CONSTRAINT figure_confirmation_action CHECK ((action IS NULL) = (due IS NULL))
);
CREATE TRIGGER figure_confirmation_append_only BEFORE UPDATE OR DELETE ON figure_confirmation FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE figure_review (
  tenant text NOT NULL,
  figure_id text NOT NULL,
  sequence integer NOT NULL,
  actor text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT figure_review_pk PRIMARY KEY (tenant, figure_id, sequence),
  CONSTRAINT figure_review_confirmation_fk FOREIGN KEY (tenant, figure_id, sequence) REFERENCES figure_confirmation (tenant, figure_id, sequence)
);
CREATE FUNCTION check_figure_review() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM figure_confirmation c WHERE c.tenant = NEW.tenant AND c.figure_id = NEW.figure_id AND c.sequence = NEW.sequence
    AND lower(btrim(c.actor)) = lower(btrim(NEW.actor))
  ) THEN
    RAISE EXCEPTION 'a figure is reviewed by another person than the one who confirmed it' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER figure_review_person BEFORE INSERT ON figure_review FOR EACH ROW EXECUTE FUNCTION check_figure_review();
CREATE TRIGGER figure_review_append_only BEFORE UPDATE OR DELETE ON figure_review FOR EACH ROW EXECUTE FUNCTION refuse_change();

CREATE TABLE period_approval (
  tenant text NOT NULL,
  month text NOT NULL,
  sequence integer NOT NULL,
  actor text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT period_approval_pk PRIMARY KEY (tenant, month, sequence),
  CONSTRAINT period_approval_entry_fk FOREIGN KEY (tenant, month, sequence) REFERENCES period_entry (tenant, month, sequence)
);
CREATE TRIGGER period_approval_append_only BEFORE UPDATE OR DELETE ON period_approval FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- What was taken out of a budget in a month by a line of the plan. The newest row of a line and month holds.
CREATE TABLE harvest (
  tenant text NOT NULL,
  initiative text NOT NULL,
  benefit text NOT NULL,
  plan_line text NOT NULL,
  month text NOT NULL,
  sequence integer NOT NULL,
  amount text NOT NULL,
  unit text NOT NULL,
  actor text NOT NULL,
  recorded_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT harvest_pk PRIMARY KEY (tenant, initiative, benefit, plan_line, month, sequence),
  CONSTRAINT harvest_exact CHECK (sequence > 0 AND amount ~ '^\d+(/\d+)?$')
);
CREATE TRIGGER harvest_append_only BEFORE UPDATE OR DELETE ON harvest FOR EACH ROW EXECUTE FUNCTION refuse_change();
