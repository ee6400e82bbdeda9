import type { MigrationSet } from '@hemtag/platform-postgres';

/** The table in which a service keeps how far it has stored each partition. */
export const inboxMigrations: MigrationSet = {
  scope: 'inbox',
  migrations: [
    {
      version: 1,
      what: 'consumed-partition',
      sql: `CREATE TABLE consumed_partition (
  topic text NOT NULL,
  partition_id integer NOT NULL CHECK (partition_id >= 0),
  epoch bigint NOT NULL CHECK (epoch > 0),
  next_offset bigint NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (topic, partition_id)
)`,
    },
    {
      version: 2,
      what: 'topic-id',
      sql: 'ALTER TABLE consumed_partition ADD COLUMN topic_id uuid',
    },
  ],
};
