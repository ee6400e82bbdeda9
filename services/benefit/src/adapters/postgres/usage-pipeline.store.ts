import {
  pendingState,
  progressOffsets,
  PUBLISHED,
  TOPICS,
  type Offsets,
  type PendingState,
  type PublishedOutboxRow,
  type PublishedProgressRow,
} from '@hemtag/contracts';
import { endsWithRecords, type TopicAdmin } from '@hemtag/platform-kafka';
import { runStatement } from '@hemtag/platform-postgres';
import type { Logger } from '@hemtag/platform-observability';
import type { DataSource } from 'typeorm';
import type { UsagePipeline } from '../../application/await-usage.js';

/** The pipeline by the broker, by what ingestion publishes and by the positions of this service. */
export class UsagePipelineStore implements UsagePipeline {
  constructor(
    private readonly dataSource: DataSource,
    private readonly topics: Pick<TopicAdmin, 'ranges'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  async ends(topic: string): Promise<Offsets | null> {
    try {
      return endsWithRecords(await this.topics.ranges(topic));
    } catch (error) {
      this.logger.warn({ error, topic }, 'benefit.log_ends_unknown');
      return null;
    }
  }

  async ingested(): Promise<Offsets> {
    const text = `SELECT partition_id, next_offset FROM ${PUBLISHED.ingestionProgress} WHERE topic = $1`;
    return progressOffsets(await this.ofIngestion<PublishedProgressRow>(PUBLISHED.ingestionProgress, text, [TOPICS.usageEvents.name]));
  }

  async unpublished(): Promise<PendingState> {
    const [row] = await this.ofIngestion<PublishedOutboxRow>(
      PUBLISHED.ingestionOutbox,
      `SELECT last_id, first_pending_id FROM ${PUBLISHED.ingestionOutbox}`,
      [],
    );
    return pendingState(row);
  }

  async stored(): Promise<Offsets> {
    const text = 'SELECT partition_id, next_offset FROM consumed_partition WHERE topic = $1';
    return progressOffsets(await runStatement<PublishedProgressRow>(this.dataSource, { text }, [TOPICS.usageVolumes.name]));
  }

  /** Ingestion may never have been started, and then it has stored nothing. */
  private async ofIngestion<Row>(view: string, text: string, parameters: readonly unknown[]): Promise<readonly Row[]> {
    const [known] = await runStatement<{ there: boolean }>(this.dataSource, { text: 'SELECT to_regclass($1) IS NOT NULL AS there' }, [view]);
    return known?.there === true ? runStatement<Row>(this.dataSource, { text }, parameters) : [];
  }
}
