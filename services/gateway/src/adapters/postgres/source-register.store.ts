import { PUBLISHED, type PublishedSourceRow } from '@hemtag/contracts';
import { sourceRegistry, type SourceRegistry } from '@hemtag/metering';
import type { Logger } from '@hemtag/platform-observability';
import type { DataSource } from 'typeorm';

import type { SourceRegister } from '../../application/ports.js';

/** The published sources in memory. Callers that ask at the same time share a read, but never one that had begun before they asked. */
export class SourceRegisterStore implements SourceRegister {
  private known: SourceRegistry | null = null;
  private readAtMs = performance.now();
  private running: Promise<SourceRegistry | null> | null = null;
  private next: Promise<SourceRegistry | null> | null = null;

  constructor(
    private readonly dataSource: Pick<DataSource, 'query'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  current(): SourceRegistry | null {
    return this.known;
  }

  /** Time since the sources were last read; since this was made where they never were. */
  get ageMs(): number {
    return performance.now() - this.readAtMs;
  }

  reload(): Promise<SourceRegistry | null> {
    if (this.running === null) return this.start();
    this.next ??= this.running.then(() => {
      this.next = null;
      return this.start();
    });
    return this.next;
  }

  private start(): Promise<SourceRegistry | null> {
    const read = this.read().finally(() => {
      if (this.running === read) this.running = null;
    });
    this.running = read;
    return read;
  }

  private async read(): Promise<SourceRegistry | null> {
    try {
      const rows: readonly Omit<PublishedSourceRow, 'name'>[] = await this.dataSource.query(
        `SELECT tenant, source, dimensions, accepts_aggregates, reference, safe_patterns FROM ${PUBLISHED.source}`,
      );
      this.known = sourceRegistry(
        rows.map(({ accepts_aggregates: acceptsAggregates, safe_patterns: safePatterns, ...row }) => ({ ...row, acceptsAggregates, safePatterns })),
      );
      this.readAtMs = performance.now();
      return this.known;
    } catch (error) {
      this.logger.warn({ error }, 'gateway.register_not_read');
      return null;
    }
  }
}
