import type { OutgoingRecord } from '@hemtag/platform-kafka';
import { serviceClient, SILENCE_LIMIT_MS, type DatabaseClient, type DatabaseLog } from '@hemtag/platform-postgres';

import { outboxChannel } from './outbox.js';

/** Where the messages go; `FencedProducer` fits. */
export interface RecordSink {
  /** From now on nothing arrives any more that another process sends. */
  takeOver(): Promise<void>;
  /** Resolves when the broker has the records. */
  send(records: readonly OutgoingRecord[]): Promise<void>;
}

export interface OutboxRelayOptions {
  readonly url: string;
  readonly service: string;
  readonly producer: RecordSink;
  readonly log: DatabaseLog;
  /** Messages of one send at most; 1,000 by default. */
  readonly batchMessages?: number;
  /** How often to look where no notification came; 1,000 by default. */
  readonly pollMs?: number;
  /** A process that publishes and says nothing to the database for this long and a poll more loses its place to another one; 30,000 by default. */
  readonly maxSilenceMs?: number;
  /** Decides the partition of a message in place of its key. */
  readonly partitionBy?: (message: { readonly topic: string; readonly key: Buffer | null }) => string | undefined;
  readonly onPublished?: (messages: number) => void;
  readonly onPending?: (messages: number) => void;
  /** When the oldest message was stored, in milliseconds since 1970, before an attempt to publish it; null when nothing is left. */
  readonly onOldest?: (storedAtMs: number | null) => void;
  /** An attempt failed and will be repeated. */
  readonly onFailure?: () => void;
}

interface OutboxRow {
  readonly id: string;
  readonly topic: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: readonly (readonly [string, string])[] | null;
  readonly stored_ms: string;
  /** How many messages were looked at, among them those that a later send takes. */
  readonly found: string;
}

/** All messages of one send may go to one partition, whose topic takes 8 MiB at once. A message that is larger goes alone. */
const MAX_SEND_BYTES = 4 * 1024 * 1024;
const READ_OLDEST = `WITH first AS (
    SELECT id, topic, key, value, headers, stored_at, coalesce(octet_length(key), 0) + coalesce(octet_length(value), 0) + coalesce(octet_length(headers::text), 0) AS bytes
      FROM outbox ORDER BY id LIMIT $1
  ), measured AS (SELECT *, count(*) OVER () AS found, row_number() OVER oldest AS place, sum(bytes) OVER oldest AS bytes_so_far FROM first WINDOW oldest AS (ORDER BY id))
  SELECT id, topic, key, value, headers, floor(extract(epoch FROM stored_at) * 1000)::text AS stored_ms, found FROM measured WHERE bytes_so_far <= ${MAX_SEND_BYTES} OR place = 1 ORDER BY id`;
const MAX_DELAY_MS = 5_000;
const POLL_MS = 1_000;
const MAX_SILENCE_MS = 30_000;

/** A name that was sent several times keeps all its values. */
function headersOf(pairs: readonly (readonly [string, string])[]): NonNullable<OutgoingRecord['headers']> {
  const headers: Record<string, Buffer | Buffer[]> = {};
  for (const [name, base64] of pairs) {
    const value = Buffer.from(base64, 'base64');
    const known = headers[name];
    headers[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return headers;
}

/**
 * Publishes what the outbox holds, oldest first: read, send, wait for the broker, delete. One process of a service at a time does it, the one
 * that holds an advisory lock on its session, and keeps it for as long as it lives. A crash between acknowledgement and deletion publishes a
 * message again, which readers ignore.
 */
export class OutboxRelay {
  private client: DatabaseClient | null = null;
  /** The session that holds the lock, for as long as it lives. */
  private leader: DatabaseClient | null = null;
  private running: Promise<void> | null = null;
  private stopping = false;
  private wakeUp: (() => void) | null = null;
  private woken = false;

  constructor(private readonly options: OutboxRelayOptions) {}

  start(): void {
    this.running ??= this.run();
  }

  /** Lets the running batch end. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.running;
    await this.disconnect();
  }

  private async run(): Promise<void> {
    const pollMs = this.options.pollMs ?? POLL_MS;
    let delayMs = 0;
    while (!this.stopping) {
      try {
        const published = await this.publishOnce();
        delayMs = 0;
        if (published === 0) await this.pause(pollMs);
      } catch (error) {
        // Nothing is lost: the messages stay in the table until the broker has them.
        this.options.onFailure?.();
        this.options.log.warn({ error, delayMs }, 'outbox.relay_waits');
        await this.disconnect();
        delayMs = Math.min(Math.max(100, delayMs * 2), MAX_DELAY_MS);
        await this.pause(delayMs);
      }
    }
  }

  /** Resolves with the number of messages published. */
  private async publishOnce(): Promise<number> {
    const client = await this.connect();
    if (!(await this.leads(client))) return 0;
    const limit = this.options.batchMessages ?? 1_000;
    const { rows } = await client.query<OutboxRow>(READ_OLDEST, [limit]);
    const [oldest] = rows;
    this.options.onOldest?.(oldest ? Number(oldest.stored_ms) : null);
    if (oldest) {
      await this.options.producer.send(rows.map((row) => this.toRecord(row)));
      await client.query('DELETE FROM outbox WHERE id = ANY($1::bigint[])', [rows.map(({ id }) => id)]);
      this.options.onPublished?.(rows.length);
    }
    const found = Number(rows[0]?.found ?? 0);
    const isAll = found < limit && found === rows.length;
    if (isAll) this.options.onOldest?.(null);
    await this.reportPending(client, { isAll });
    return rows.length;
  }

  /**
   * The lock keeps two processes from working at the same time, and the take-over what a process that lost the lock without knowing still sends:
   * an older volume behind a newer one would be the one that compaction keeps. The rows are read after both.
   */
  private async leads(client: DatabaseClient): Promise<boolean> {
    if (this.leader === client) return true;
    const { rows } = await client.query<{ leads: boolean }>('SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS leads', [
      `hemtag.outbox.${this.options.service}`,
    ]);
    if (!rows[0]?.leads) return false;
    await this.options.producer.takeOver();
    this.leader = client;
    return true;
  }

  private toRecord({ topic, key, value, headers }: OutboxRow): OutgoingRecord {
    const partitionBy = this.options.partitionBy?.({ topic, key });
    const record = { topic, key, value, headers: headersOf(headers ?? []) };
    return partitionBy === undefined ? record : { ...record, partitionBy };
  }

  private async reportPending(client: DatabaseClient, published: { readonly isAll: boolean }): Promise<void> {
    if (!this.options.onPending) return;
    if (published.isAll) return this.options.onPending(0);
    const { rows } = await client.query<{ pending: string }>('SELECT count(*) AS pending FROM outbox');
    this.options.onPending(Number(rows[0]?.pending ?? 0));
  }

  private async connect(): Promise<DatabaseClient> {
    if (this.client) return this.client;
    const client = serviceClient({ url: this.options.url, service: this.options.service, purpose: 'outbox', silenceLimitMs: SILENCE_LIMIT_MS });
    client.on('notification', () => this.wake());
    client.on('error', () => {
      if (this.client === client) this.client = null;
      this.wake();
    });
    await client.connect();
    // The lock lives as long as the session, and a process that was stopped or hangs keeps its session: the server has to end it.
    const { pollMs = POLL_MS, maxSilenceMs = MAX_SILENCE_MS } = this.options;
    await client.query(`SET idle_session_timeout = ${pollMs + maxSilenceMs}`);
    await client.query(`LISTEN ${outboxChannel(this.options.service)}`);
    this.client = client;
    return client;
  }

  private async disconnect(): Promise<void> {
    const client = this.client;
    this.client = null;
    this.leader = null;
    await client?.end().catch(() => undefined);
  }

  private wake(): void {
    this.woken = true;
    this.wakeUp?.();
  }

  /** Until woken or the time is over; a wake-up that came while a batch was running counts. */
  private async pause(timeoutMs: number): Promise<void> {
    if (!this.woken && !this.stopping) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeoutMs);
        this.wakeUp = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    this.wakeUp = null;
    this.woken = false;
  }
}
