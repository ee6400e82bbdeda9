import type { MigrationSet } from '@hemtag/platform-postgres';

/** The table of messages that are stored and not yet published. The identity cycles never: 2^63 messages. */
export const outboxMigrations: MigrationSet = {
  scope: 'outbox',
  migrations: [
    {
      version: 1,
      what: 'outbox',
      sql: `CREATE TABLE outbox (
  id bigserial PRIMARY KEY,
  topic text NOT NULL,
  key text NOT NULL,
  value text NOT NULL
)`,
    },
    {
      version: 2,
      what: 'records-of-bytes',
      sql: `ALTER TABLE outbox
  ALTER COLUMN key TYPE bytea USING convert_to(key, 'UTF8'), ALTER COLUMN key DROP NOT NULL,
  ALTER COLUMN value TYPE bytea USING convert_to(value, 'UTF8'), ALTER COLUMN value DROP NOT NULL,
  ADD COLUMN headers json`,
    },
    {
      version: 3,
      what: 'stored-at',
      sql: 'ALTER TABLE outbox ADD COLUMN stored_at timestamptz NOT NULL DEFAULT clock_timestamp()',
    },
  ],
};
