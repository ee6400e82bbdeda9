import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

import { ConnectionLost, isRetriable, sqlState } from './database-error.js';
import { noticed } from './database-metrics.js';

export interface Statement {
  readonly text: string;
  /** A statement with a name is prepared once per connection; the same name must always stand for the same text. */
  readonly name?: string;
}

/** An open transaction: the required first parameter of everything that writes. */
export interface Transaction {
  readonly manager: EntityManager;
  /** Rows of the statement, also of `INSERT … RETURNING` and the like. Numeric and bigint columns arrive as text. */
  query<Row>(statement: string | Statement, parameters?: readonly unknown[]): Promise<Row[]>;
}

interface Connection {
  query(statement: Statement & { readonly values: unknown[] }): Promise<{ readonly rows: unknown[] }>;
}

// pg reports a broken connection as an error without a code; whatever has neither a server state nor a network code while a statement
// or a commit is under way is the connection itself.
const marked = (error: unknown): unknown =>
  error instanceof Error && sqlState(error) === null && !isRetriable(error)
    ? new ConnectionLost('the connection to the database was lost', { cause: error })
    : error;

/** What `work` of a transaction throws of its own accord says nothing about the database. */
const isFromDatabase = (error: unknown): boolean => isRetriable(error) || sqlState(error) !== null;

async function query<Row>(connection: Connection, statement: string | Statement, parameters: readonly unknown[]): Promise<Row[]> {
  const described = typeof statement === 'string' ? { text: statement } : statement;
  try {
    const result = await connection.query({ ...described, values: [...parameters] });
    // The caller states the shape of the rows that its own statement gives.
    return result.rows as Row[];
  } catch (error) {
    throw marked(error);
  }
}

async function connect(runner: QueryRunner): Promise<Connection> {
  try {
    return (await runner.connect()) as Connection;
  } catch (error) {
    throw marked(error);
  }
}

async function begin(runner: QueryRunner): Promise<Connection> {
  const connection = await connect(runner);
  try {
    await runner.startTransaction();
    return connection;
  } catch (error) {
    throw marked(error);
  }
}

/** Runs `work` in one transaction and commits it; any error rolls everything back and travels on. */
export async function inTransaction<T>(dataSource: DataSource, work: (tx: Transaction) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = await begin(runner);
    const result = await work({ manager: runner.manager, query: (statement, parameters = []) => query(connection, statement, parameters) });
    try {
      await runner.commitTransaction();
    } catch (error) {
      throw marked(error);
    }
    return result;
  } catch (error) {
    // A rollback that fails says only that the connection is gone, and then the server has rolled back by itself.
    if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
    throw isFromDatabase(error) ? noticed(dataSource, error) : error;
  } finally {
    await runner.release();
  }
}

/** Runs one statement by itself, which is a transaction of one round trip. */
export async function runStatement<Row>(dataSource: DataSource, statement: Statement, parameters: readonly unknown[]): Promise<Row[]> {
  const runner = dataSource.createQueryRunner();
  try {
    const connection = await connect(runner);
    return await query<Row>(connection, statement, parameters);
  } catch (error) {
    throw noticed(dataSource, error);
  } finally {
    await runner.release();
  }
}

/** `inTransaction` for one tenant: row-level security can read `hemtag.tenant`. */
export function withTenant<T>(dataSource: DataSource, tenant: string, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return inTransaction(dataSource, async (tx) => {
    await tx.query(`SELECT set_config('hemtag.tenant', $1, true)`, [tenant]);
    return work(tx);
  });
}

export interface RetryLimits {
  /** Runs in all, the first one counted. */
  readonly attempts: number;
  /** Before the second run; doubled before each further one. */
  readonly firstDelayMs: number;
  readonly onRetry?: (failure: { readonly attempt: number; readonly error: unknown }) => void;
}

/** Repeats a whole transaction while its error is retriable, a bounded number of times. */
export async function retryTransaction<T>(limits: RetryLimits, run: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await run();
    } catch (error) {
      if (attempt >= limits.attempts || !isRetriable(error)) throw error;
      limits.onRetry?.({ attempt, error });
      await new Promise((resolve) => setTimeout(resolve, limits.firstDelayMs * 2 ** (attempt - 1)));
    }
  }
}
