import { Client } from 'pg';

import { isRetriable, sqlState } from './database-error.js';
import { schemaSteps, type SchemaStep } from './schema-steps.js';
import { serviceRole } from './service-role.js';
import { socketWithSilenceLimit } from './silence-limit.js';

/** Start-up parameters that make a connection work as the service's role in the service's schema from its first statement on. */
export const serviceConnectionOptions = (service: string): string => `-c role=${serviceRole(service)} -c search_path=${service}`;

export type DatabaseClient = Client;

export interface ServiceClientOptions {
  readonly url: string;
  readonly service: string;
  /** Shows in `pg_stat_activity`. */
  readonly purpose: string;
  /** The connection ends itself when the server said nothing for this long; no limit where not given, because a migration may take its time. */
  readonly silenceLimitMs?: number;
}

/** A connection outside the pool, under the service's role; not connected yet. */
export const serviceClient = (options: ServiceClientOptions): DatabaseClient =>
  new Client({
    connectionString: options.url,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: `hemtag-${options.service}-${options.purpose}`,
    options: serviceConnectionOptions(options.service),
    ...(options.silenceLimitMs === undefined ? {} : { stream: () => socketWithSilenceLimit(options.silenceLimitMs) }),
  });

// Two databases of one cluster share their roles, and an advisory lock holds within one database only. These are the states in which the
// other one was faster: duplicate object, unique violation in a shared catalog, tuple concurrently updated.
const LOST_RACE = new Set(['42710', '23505', 'XX000']);
const MAX_ATTEMPTS = 10;
const SCHEMA_LOCK = 'hemtag.service-schema';

const NO_RIGHT = '42501';

/** The database lacks something that the service needs, and the login may not make it; the message says what and how an administrator does. */
export class SchemaNotPrepared extends Error {
  override readonly name = 'SchemaNotPrepared';

  constructor(service: string, login: string, missing: readonly SchemaStep[]) {
    const what = missing.map((step) => step.what).join('; ');
    const how = missing.map(({ make }) => `${make.replace('SESSION_USER', `"${login}"`)};`).join(' ');
    super(
      `the database lacks what the service ${service} needs, and the login ${login} may not make it: ${what}. ` +
        `Start the service once with a login that may create roles and schemas, or let an administrator run in this database: ${how}`,
    );
  }
}

async function isThere(client: Client, step: SchemaStep): Promise<boolean> {
  return (await client.query<{ there: boolean }>(step.isThere)).rows[0]?.there === true;
}

async function notPrepared(client: Client, service: string): Promise<SchemaNotPrepared> {
  const missing: SchemaStep[] = [];
  for (const step of schemaSteps(service)) if (!(await isThere(client, step))) missing.push(step);
  const { rows } = await client.query<{ login: string }>('SELECT session_user AS login');
  return new SchemaNotPrepared(service, rows[0]?.login ?? '', missing);
}

async function prepare(client: Client, service: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [SCHEMA_LOCK]);
    // What is there is not made again: even where that does nothing, the database asks for the right to make it.
    for (const step of schemaSteps(service)) if (!(await isThere(client, step))) await client.query(step.make);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw sqlState(error) === NO_RIGHT ? await notPrepared(client, service) : error;
  }
}

/**
 * Makes the service's role and schema, and what all services share: schema `published` and the role that reads it. Needs no right where all of it is there, so a login that is a member
 * of the service's role and nothing else works once somebody else has prepared the database; throws `SchemaNotPrepared` where something is missing that it may not make.
 */
export async function ensureServiceSchema(options: { readonly url: string; readonly service: string }): Promise<void> {
  const client = new Client({ connectionString: options.url, connectionTimeoutMillis: 5_000, application_name: `hemtag-${options.service}-schema` });
  await client.connect();
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await prepare(client, options.service);
        return;
      } catch (error) {
        const lost = LOST_RACE.has(sqlState(error) ?? '') || isRetriable(error);
        if (!lost || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  } finally {
    await client.end();
  }
}
