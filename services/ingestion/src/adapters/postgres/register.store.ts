import { PUBLISHED, REGISTER_CHANNEL, type PublishedSourceRow, type PublishedTenantRow } from '@hemtag/contracts';
import { sourceRegistry } from '@hemtag/metering';
import { inTransaction, isRetriable, listen, sqlState, type DatabaseLog, type Listening } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { Register, RegisterSnapshot } from '../../application/ports.js';
import type { Patience } from './patience.js';

export interface PublishedRegisterOptions {
  readonly url: string;
  readonly dataSource: DataSource;
  readonly log: DatabaseLog;
  /** How often to look for a register that is not there yet. */
  readonly waitMs: number;
  readonly patiently: Patience;
}

// No such table, no such column, no such schema, not allowed yet: the service that owns the register has not started, or not since it was upgraded.
const NOT_THERE = new Set(['42P01', '42703', '3F000', '42501']);

const RENEW_MS = 60_000;

/** Tenants and sources as the register publishes them, kept in memory and renewed when it announces a change. */
export class PublishedRegister implements Register {
  private snapshot: RegisterSnapshot | null = null;
  private listening: Listening | null = null;
  private reloading: Promise<RegisterSnapshot> | null = null;
  private closed = false;
  private wake: (() => void) | null = null;
  private renewing: NodeJS.Timeout | undefined;
  private readAtMs = performance.now();

  constructor(private readonly options: PublishedRegisterOptions) {}

  get isLoaded(): boolean {
    return this.snapshot !== null;
  }

  /** Time since the register was last read; since this was made where it never was. */
  get ageMs(): number {
    return performance.now() - this.readAtMs;
  }

  /** Resolves when the register was read once, however long its owner takes to start; or when closed. */
  async open(): Promise<void> {
    this.listening = await listen({ url: this.options.url, channel: REGISTER_CHANNEL, log: this.options.log, onNotify: () => this.renew() });
    // Beside what is announced, so that the age of what is known tells whether it can still be read.
    this.renewing = setInterval(() => this.renew(), RENEW_MS).unref();
    while (!this.closed && this.snapshot === null) {
      try {
        await this.readAnew();
      } catch (error) {
        if (!NOT_THERE.has(sqlState(error) ?? '') && !isRetriable(error)) throw error;
        await this.pause();
      }
    }
  }

  current(): RegisterSnapshot {
    if (this.snapshot === null) throw new Error('the register was asked before it was read');
    return this.snapshot;
  }

  /** As often as it takes: a database that is away for some seconds is no reason to give up a batch. */
  reload(): Promise<RegisterSnapshot> {
    return this.options.patiently(() => this.readAnew());
  }

  async close(): Promise<void> {
    this.closed = true;
    clearInterval(this.renewing);
    this.wake?.();
    await this.listening?.close();
    await this.reloading?.catch(() => undefined);
  }

  private async readAnew(): Promise<RegisterSnapshot> {
    const snapshot = await this.read();
    this.snapshot = snapshot;
    this.readAtMs = performance.now();
    return snapshot;
  }

  /** The cache may stay old when this fails: before anything is refused for it, the register is read again. */
  private renew(): void {
    if (this.closed || this.snapshot === null) return this.wake?.();
    this.reloading = this.readAnew();
    this.reloading.catch(() => this.options.log.warn({}, 'ingestion.register_not_renewed'));
  }

  private read(): Promise<RegisterSnapshot> {
    return inTransaction(this.options.dataSource, async (tx) => {
      // One snapshot for both, so that every source has its tenant.
      await tx.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
      const tenants = await tx.query<PublishedTenantRow>(`SELECT tenant, time_zone, currency FROM ${PUBLISHED.tenant}`);
      const sources = await tx.query<Omit<PublishedSourceRow, 'name'>>(
        `SELECT tenant, source, dimensions, accepts_aggregates, reference, safe_patterns FROM ${PUBLISHED.source}`,
      );
      const registered = sources.map(({ accepts_aggregates: acceptsAggregates, safe_patterns: safePatterns, ...row }) => ({
        ...row,
        acceptsAggregates,
        safePatterns,
      }));
      return { sources: sourceRegistry(registered), timeZones: new Map(tenants.map(({ tenant, time_zone }) => [tenant, time_zone])) };
    });
  }

  private async pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, this.options.waitMs);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.wake = null;
  }
}
