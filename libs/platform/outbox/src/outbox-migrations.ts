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
  ],
};
