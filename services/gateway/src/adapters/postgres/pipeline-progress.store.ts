import {
  pendingState,
  progressOffsets,
  PUBLISHED,
  type Offsets,
  type PendingState,
  type PublishedOutboxRow,
  type PublishedPendingRow,
  type PublishedProgressRow,
} from '@hemtag/contracts';
import type { Logger } from '@hemtag/platform-observability';
import type { DataSource } from 'typeorm';

import type { PipelineProgress } from '../../application/ports.js';

export class PipelineProgressStore implements PipelineProgress {
  constructor(
    private readonly dataSource: Pick<DataSource, 'query'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  ingestion(topic: string): Promise<Offsets | null> {
    return this.offsets(PUBLISHED.ingestionProgress, topic);
  }

  benefit(topic: string): Promise<Offsets | null> {
    return this.offsets(PUBLISHED.benefitProgress, topic);
  }

  outbox(): Promise<PendingState | null> {
    return this.pending(PUBLISHED.ingestionOutbox);
  }

  projection(): Promise<PendingState | null> {
    return this.pending(PUBLISHED.benefitPending);
  }

  /** Whether the views that this service reads are there. */
  async isReady(): Promise<boolean> {
    const views = [
      PUBLISHED.tenant,
      PUBLISHED.source,
      PUBLISHED.ingestionProgress,
      PUBLISHED.ingestionOutbox,
      PUBLISHED.benefitProgress,
      PUBLISHED.benefitPending,
    ];
    const rows = await this.read<{ readonly missing: number }>(
      'SELECT count(*)::int AS missing FROM unnest($1::text[]) AS view WHERE to_regclass(view) IS NULL',
      [views],
    );
    return rows?.[0]?.missing === 0;
  }

  private async pending(view: string): Promise<PendingState | null> {
    const rows = await this.read<PublishedOutboxRow | PublishedPendingRow>(`SELECT last_id, first_pending_id FROM ${view}`, []);
    return rows && pendingState(rows[0]);
  }

  private async offsets(view: string, topic: string): Promise<Offsets | null> {
    const rows = await this.read<PublishedProgressRow>(`SELECT partition_id, next_offset FROM ${view} WHERE topic = $1`, [topic]);
    return rows && progressOffsets(rows);
  }

  private async read<Row>(text: string, parameters: readonly unknown[]): Promise<readonly Row[] | null> {
    try {
      return await this.dataSource.query<readonly Row[]>(text, [...parameters]);
    } catch (error) {
      this.logger.warn({ error }, 'gateway.progress_not_read');
      return null;
    }
  }
}
