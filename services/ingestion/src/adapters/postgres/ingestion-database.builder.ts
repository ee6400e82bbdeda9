import { openDataSource } from '@hemtag/platform-postgres';
import { Client } from 'pg';
import type { DataSource } from 'typeorm';

import { SOURCE, TENANT } from '../../usage-record.builder.js';

import { ENTITIES } from './entities.js';
import { prepareDatabase } from './migrations.js';

const REGISTER = `
  CREATE TABLE published.tenant (tenant text, time_zone text, currency text);
  CREATE TABLE published.source (
    tenant text, name text, source text, dimensions text[], accepts_aggregates boolean DEFAULT false, reference text, safe_patterns jsonb DEFAULT '{}',
    expected_every text);
  GRANT SELECT ON published.tenant, published.source TO hemtag_reader`;

/** What the register's owner does when it starts: publishes one tenant with one source. */
export async function publishRegister(login: Client): Promise<void> {
  await login.query(REGISTER);
  await login.query(`INSERT INTO published.tenant VALUES ($1, 'Europe/Stockholm', 'SEK')`, [TENANT]);
  await addSource(login, SOURCE);
}

export const addSource = (login: Client, source: string): Promise<unknown> =>
  login.query(`INSERT INTO published.source VALUES ($1, $2, $2, '{priority}')`, [TENANT, source]);

export interface IngestionDatabase {
  readonly url: string;
  /** The server's own login, which may do everything. */
  readonly login: Client;
  readonly dataSource: DataSource;
  drop(): Promise<void>;
}

/** Gives an empty database the schema of ingestion, and no register. */
export async function ingestionDatabase(database: { readonly url: string; drop(): Promise<void> }): Promise<IngestionDatabase> {
  await prepareDatabase({ url: database.url, migrationsDirectory: new URL('../../../migrations/', import.meta.url) });
  const login = new Client({ connectionString: database.url });
  await login.connect();
  const dataSource = await openDataSource({ url: database.url, service: 'ingestion', entities: ENTITIES });
  return {
    url: database.url,
    login,
    dataSource,
    drop: async () => {
      await dataSource.destroy();
      await login.end();
      await database.drop();
    },
  };
}
