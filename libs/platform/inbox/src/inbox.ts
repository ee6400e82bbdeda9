import type { DataSource } from 'typeorm';

import { Fenced, isMadeAnew, lacksPosition, LogMoved, type LogState, type Partition, type PartitionClaim, type PartitionClaims } from '@hemtag/platform-kafka';
import { inTransaction, retryTransaction, type Transaction } from '@hemtag/platform-postgres';

/** The operator's word that a log which lacks `offset` is to be read from its beginning. It names what is given up, so it holds once. */
export interface AcceptedLog extends Partition {
  /** Up to where the partition is stored. */
  readonly offset: bigint;
  /** Of the topic that is there now. */
  readonly topicId: string;
}

interface ClaimRow {
  readonly epoch: string;
  readonly next_offset: string;
  readonly topic_id: string | null;
}

const isAccepted = (accepted: readonly AcceptedLog[], { topic, partition, offset, topicId }: Partition & { offset: bigint; topicId: string | null }): boolean =>
  accepted.some((log) => log.topic === topic && log.partition === partition && log.offset === offset && log.topicId === topicId);

/**
 * Makes the caller the owner of a partition: whoever had it before cannot store any more. Throws `LogMoved`, which leaves the owner as it was,
 * where the topic is not the one that was stored, unless that was accepted.
 */
export async function claimPartition(
  tx: Transaction,
  { topic, partition, log, accepted = [] }: Partition & { readonly log?: LogState; readonly accepted?: readonly AcceptedLog[] },
): Promise<PartitionClaim> {
  const [row] = await tx.query<ClaimRow>(
    `INSERT INTO consumed_partition AS c (topic, partition_id, epoch, next_offset, topic_id) VALUES ($1, $2, 1, 0, $3)
     ON CONFLICT (topic, partition_id) DO UPDATE SET epoch = c.epoch + 1, topic_id = coalesce(c.topic_id, excluded.topic_id)
     RETURNING epoch, next_offset, topic_id`,
    [topic, partition, log?.topicId ?? null],
  );
  if (!row) throw new Error('a claim always gives a row');
  const claim = { epoch: BigInt(row.epoch), nextOffset: BigInt(row.next_offset) };
  if (!log || (!isMadeAnew(row.topic_id, log) && !lacksPosition(claim.nextOffset, log))) return claim;
  if (!isAccepted(accepted, { topic, partition, offset: claim.nextOffset, topicId: log.topicId })) {
    throw new LogMoved({ topic, partition, stored: claim.nextOffset, storedTopicId: row.topic_id, found: log });
  }
  await tx.query('UPDATE consumed_partition SET next_offset = 0, topic_id = $3 WHERE topic = $1 AND partition_id = $2', [topic, partition, log.topicId]);
  return { ...claim, nextOffset: 0n };
}

/**
 * Moves a partition on, as the first statement of the transaction that stores the batch. Throws `Fenced`, which rolls the transaction back,
 * where the epoch is not the owner's or the batch does not begin where the stored ones end.
 */
export async function advancePartition(
  tx: Transaction,
  batch: Partition & { readonly epoch: bigint; readonly firstOffset: bigint; readonly nextOffset: bigint },
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
export const partitionClaims = (dataSource: DataSource, accepted: readonly AcceptedLog[] = []): PartitionClaims => ({
  claim: (partition) =>
    retryTransaction({ attempts: 5, firstDelayMs: 200 }, () => inTransaction(dataSource, (tx) => claimPartition(tx, { ...partition, accepted }))),
});
