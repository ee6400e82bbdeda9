-- What goes to whom. A row is written once, is worked on under a lease, and says for ever what became of it.
CREATE TABLE delivery (
  tenant text NOT NULL,
  id text NOT NULL,
  -- A report, or a reminder that one is due or late.
  what text NOT NULL,
  -- Of a report the statement's id, of a reminder the month.
  about text NOT NULL,
  plan text NOT NULL,
  channel text NOT NULL,
  -- A mail address, or the name of a target of the service.
  receiver text NOT NULL,
  role text,
  language text NOT NULL,
  formats text[] NOT NULL,
  progress text NOT NULL DEFAULT 'waiting',
  attempts integer NOT NULL DEFAULT 0,
  due_at timestamptz NOT NULL DEFAULT clock_timestamp(),
  lease uuid,
  leased_until timestamptz,
  fault_code text,
  fault text,
  planned_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  ended_at timestamptz,
  CONSTRAINT delivery_pk PRIMARY KEY (tenant, id),
  -- Nobody gets the same version twice, whatever plans name him.
  CONSTRAINT delivery_once UNIQUE (tenant, what, about, channel, receiver),
  CONSTRAINT delivery_what CHECK (what IN ('report', 'closing-soon', 'late')),
  CONSTRAINT delivery_channel CHECK (channel IN ('mail', 'folder', 'webhook')),
  -- Handing over: the receiver may have it from now on, so that a process that dies here leaves it unknown and nobody sends it again by himself.
  CONSTRAINT delivery_progress CHECK (progress IN ('waiting', 'handing-over', 'sent', 'failed', 'unknown')),
  CONSTRAINT delivery_ended CHECK ((progress IN ('sent', 'failed', 'unknown')) = (ended_at IS NOT NULL)),
  CONSTRAINT delivery_lease CHECK ((lease IS NULL) = (leased_until IS NULL)),
  CONSTRAINT delivery_fault CHECK ((fault IS NULL) = (fault_code IS NULL))
);
CREATE INDEX delivery_open ON delivery (due_at) WHERE progress IN ('waiting', 'handing-over');

-- Which statements a plan has dealt with, so that a receiver who is added later gets what comes and not what was.
CREATE TABLE planned_statement (
  tenant text NOT NULL,
  plan text NOT NULL,
  statement_id text NOT NULL,
  planned_at timestamptz NOT NULL DEFAULT date_trunc('milliseconds', clock_timestamp()),
  CONSTRAINT planned_statement_pk PRIMARY KEY (tenant, plan, statement_id),
  CONSTRAINT planned_statement_fk FOREIGN KEY (tenant, statement_id) REFERENCES statement (tenant, id)
);
