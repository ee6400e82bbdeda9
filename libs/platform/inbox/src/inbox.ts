import type { DataSource } from 'typeorm';

import { Fenced, type PartitionClaim, type PartitionClaims } from '@hemtag/platform-kafka';
import { inTransaction, retryTransaction, type Transaction } from '@hemtag/platform-postgres';

interface ClaimRow {
  readonly epoch: string;
  readonly next_offset: string;
}

/** Makes the caller the owner of a partition: whoever had it before cannot store any more. */
export async function claimPartition(tx: Transaction, { topic, partition }: { readonly topic: string; readonly partition: number }): Promise<PartitionClaim> {
  const [row] = await tx.query<ClaimRow>(
    `INSERT INTO consumed_partition AS c (topic, partition_id, epoch, next_offset) VALUES ($1, $2, 1, 0)
     ON CONFLICT (topic, partition_id) DO UPDATE SET epoch = c.epoch + 1
     RETURNING epoch, next_offset`,
    [topic, partition],
  );
  if (!row) throw new Error('a claim always gives a row');
  return { epoch: BigInt(row.epoch), nextOffset: BigInt(row.next_offset) };
}

/**
 * Moves a partition on, as the first statement of the transaction that stores the batch. Throws `Fenced`, which rolls the transaction back,
 * where the epoch is not the owner's or the batch does not begin where the stored ones end.
 */
export async function advancePartition(
  tx: Transaction,
  batch: { readonly topic: string; readonly partition: number; readonly epoch: bigint; readonly firstOffset: bigint; readonly nextOffset: bigint },
): Promise<void> {
  const rows = await tx.query<{ readonly epoch: string }>(
    {
      name: 'inbox-advance',
      text: `UPDATE consumed_partition SET next_offset = $5
             WHERE topic = $1 AND partition_id = $2 AND epoch = $3 AND next_offset = $4 AND $5 > $4
             RETURNING epoch`,
    },
    [batch.topic, batch.partition, batch.epoch.toString(), batch.firstOffset.toString(), batch.nextOffset.toString()],
  );
  if (rows.length !== 1) throw new Fenced(batch);
}

/** Claims in transactions of their own, for the consumer. */
export const partitionClaims = (dataSource: DataSource): PartitionClaims => ({
  claim: (partition) => retryTransaction({ attempts: 5, firstDelayMs: 200 }, () => inTransaction(dataSource, (tx) => claimPartition(tx, partition))),
});
