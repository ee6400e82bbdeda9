import { Client } from 'pg';

import { isRetriable, sqlState } from './database-error.js';
import { socketWithSilenceLimit } from './silence-limit.js';

/** The role that may read everything in schema `published`: dashboards log in as a member of it. */
export const READER_ROLE = 'hemtag_reader';
export const PUBLISHED_SCHEMA = 'published';

const SERVICE = /^[a-z][a-z0-9_]{0,40}$/;

/** The role under which a service works. Its name goes into SQL as an identifier, hence the narrow alphabet. */
export function serviceRole(service: string): string {
  if (!SERVICE.test(service)) throw new Error('a service name may hold lower-case letters, digits and underscores');
  return `hemtag_${service}`;
}

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

const createRole = (role: string): string => `DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
END $$`;

const grantRole = (role: string, member: string): string => `DO $$ BEGIN
  IF NOT pg_has_role(${member}, '${role}', 'USAGE') THEN EXECUTE format('GRANT ${role} TO %I', ${member}); END IF;
END $$`;

function statements(service: string): string[] {
  const role = serviceRole(service);
  return [
    createRole(role),
    createRole(READER_ROLE),
    grantRole(role, 'session_user'),
    grantRole(READER_ROLE, `'${role}'`),
    `CREATE SCHEMA IF NOT EXISTS ${service} AUTHORIZATION ${role}`,
    `CREATE SCHEMA IF NOT EXISTS ${PUBLISHED_SCHEMA}`,
    `GRANT USAGE, CREATE ON SCHEMA ${PUBLISHED_SCHEMA} TO ${role}`,
    `GRANT USAGE ON SCHEMA ${PUBLISHED_SCHEMA} TO ${READER_ROLE}`,
  ];
}

async function prepare(client: Client, service: string): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [SCHEMA_LOCK]);
    for (const statement of statements(service)) await client.query(statement);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  }
}

/**
 * Makes the service's role and schema, and what all services share: schema `published` and the role that reads it. Does nothing where all of it
 * is there, so a login without the right to create roles works once somebody else has prepared the database.
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
