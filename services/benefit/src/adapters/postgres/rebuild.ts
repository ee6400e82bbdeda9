import { TOPICS } from '@hemtag/contracts';
import { inTransaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

/**
 * Empties everything that follows from the log of volumes and sets its reader back to the beginning, in one transaction. Register and closed periods stay.
 * A service that runs cannot store a batch of before any more: whoever claims a partition next begins anew.
 */
export const forgetVolumes = (dataSource: DataSource): Promise<void> =>
  inTransaction(dataSource, async (tx) => {
    // First, because it waits for a batch that is being stored and keeps the next one out.
    await tx.query('UPDATE consumed_partition SET epoch = epoch + 1, next_offset = 0 WHERE topic = $1', [TOPICS.usageVolumes.name]);
    await tx.query('TRUNCATE projection_pending, figure, initiative_month, source_day, projected_tenant, usage_volume_revision, usage_volume, usage_series');
    await tx.query('INSERT INTO projection_pending (tenant) SELECT tenant FROM tenant');
  });
