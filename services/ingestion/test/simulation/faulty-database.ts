import type { openDataSource, Statement } from '@hemtag/platform-postgres';
import type { Client } from 'pg';

import { READ_IDENTITIES } from '../../src/adapters/postgres/facts-statements.js';
import { FLUSH } from '../../src/adapters/postgres/flush-statement.js';

export type DataSource = Awaited<ReturnType<typeof openDataSource>>;
/** Where something can happen to a process: before it reads the facts, between reading and writing, after the write before its reply. */
export type Point = 'read' | 'write' | 'reply';
export type Fault =
  | { readonly kind: 'parked'; readonly at: 'read' | 'write' }
  | { readonly kind: 'crash'; readonly at: Point }
  | { readonly kind: 'lost-reply' }
  | { readonly kind: 'killed-backend' };

/** Changes the text of the flush statement, to show that the simulation notices. */
export interface Mutation {
  readonly name: string;
  apply(text: string): string;
}

interface Connection {
  readonly processID: number;
  query(statement: Statement & { readonly values: unknown[] }): Promise<{ readonly rows: unknown[] }>;
}
interface Runner {
  connect(): Promise<unknown>;
}

const POINTS: ReadonlyMap<string | undefined, Point> = new Map([
  [READ_IDENTITIES.name, 'read'],
  [FLUSH.name, 'write'],
]);
// What the driver says when the server goes away: an error without a code.
const connectionLost = (): Error => new Error('Connection terminated unexpectedly');

/** The faults that one process meets at its next statements. */
export class Faults {
  private armed: Fault | null = null;
  private parked: (() => void) | null = null;
  private whenParked: () => void = () => undefined;
  private isDead = false;
  readonly aborting = new AbortController();

  /** `locker` is the server's own login: it makes a statement wait so that its backend can be ended in the middle. */
  constructor(
    private readonly locker: Client,
    private readonly mutation: Mutation | null,
  ) {}

  /** The next statement at the fault's point meets it. Resolves when the process is parked there. */
  arm(fault: Fault): Promise<void> {
    this.armed = fault;
    return new Promise((resolve) => {
      this.whenParked = resolve;
    });
  }

  /** Whether the fault has happened. */
  disarm(): boolean {
    const hasHappened = this.armed === null;
    this.armed = null;
    return hasHappened;
  }

  get isParked(): boolean {
    return this.parked !== null;
  }

  release(): void {
    this.parked?.();
    this.parked = null;
  }

  /** Nothing of this process reaches the database any more. */
  die(): void {
    this.isDead = true;
    this.aborting.abort();
    this.release();
  }

  async meet(connection: Connection, statement: Statement & { readonly values: unknown[] }): Promise<{ readonly rows: unknown[] }> {
    const point = POINTS.get(statement.name);
    const fault = point === undefined ? null : this.take(point);
    if (fault?.kind === 'parked') await this.park();
    if (fault?.kind === 'crash' && fault.at === point) this.die();
    if (this.isDead) throw connectionLost();
    const sent = point === 'write' ? this.mutated(statement) : statement;
    const reply = fault?.kind === 'killed-backend' ? await this.killDuring(connection, sent) : await connection.query(sent);
    if (fault?.kind === 'lost-reply') throw connectionLost();
    if (fault?.kind === 'crash' && fault.at === 'reply') {
      this.die();
      throw connectionLost();
    }
    return reply;
  }

  private mutated<S extends Statement>(statement: S): S {
    // A prepared statement's name stands for one text.
    return this.mutation ? { ...statement, name: `flush-${this.mutation.name}`, text: this.mutation.apply(statement.text) } : statement;
  }

  private take(point: Point): Fault | null {
    const fault = this.armed;
    if (fault === null) return null;
    const at = 'at' in fault && fault.at === 'read' ? 'read' : 'write';
    if (at !== point) return null;
    this.armed = null;
    return fault;
  }

  private park(): Promise<void> {
    return new Promise((resolve) => {
      this.parked = resolve;
      this.whenParked();
    });
  }

  /** The statement waits for a lock of ours when its backend is ended, so it never commits. */
  private async killDuring(connection: Connection, statement: Statement & { readonly values: unknown[] }): Promise<{ readonly rows: unknown[] }> {
    await this.locker.query('BEGIN; LOCK TABLE consumed_partition IN EXCLUSIVE MODE');
    try {
      let isOver = false;
      const running = connection.query(statement).finally(() => (isOver = true));
      running.catch(() => undefined);
      const isWaiting = async (): Promise<boolean> =>
        (await this.locker.query('SELECT FROM pg_locks WHERE pid = $1 AND NOT granted', [connection.processID])).rows.length > 0;
      while (!isOver && !(await isWaiting()));
      await this.locker.query('SELECT pg_terminate_backend($1)', [connection.processID]);
      return await running;
    } finally {
      await this.locker.query('ROLLBACK');
    }
  }
}

/** The same object with one method put in place of its own. */
const replacing = <T extends object>(target: T, name: string, method: unknown): T =>
  new Proxy(target, {
    get: (of, property) => {
      if (property === name) return method;
      const value: unknown = Reflect.get(of, property, of);
      return typeof value === 'function' ? (value.bind(of) as unknown) : value;
    },
  });

/** The database as a process with these faults sees it. */
export function faultyDatabase(dataSource: DataSource, faults: Faults): DataSource {
  return replacing(dataSource, 'createQueryRunner', () => {
    const runner: Runner = dataSource.createQueryRunner();
    return replacing(runner, 'connect', async () => {
      const connection = (await runner.connect()) as Connection;
      return replacing(connection, 'query', (statement: Parameters<Connection['query']>[0]) => faults.meet(connection, statement));
    });
  });
}
