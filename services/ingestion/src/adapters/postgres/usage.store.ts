import { TOPICS } from '@hemtag/contracts';
import type { ActivityDelta, SourceCounts, VolumeDelta } from '@hemtag/metering';
import { advancePartition } from '@hemtag/platform-inbox';
import { appendOutbox } from '@hemtag/platform-outbox';
import { inTransaction, retryTransaction, type Transaction } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';

import type { AcceptedEvent, Flush, FlushResult, Position, RecordedCandidate, RejectedRecord, UsageStore } from '../../application/ports.js';

import * as statements from './flush-statements.js';
import { headerBytes, plainArray, storableText, timestampOf, toUsageVolume, volumeKey, type VolumeRow } from './flush.mapping.js';

/** The service's name, which is also its schema. */
export const SERVICE = 'ingestion';

const RETRY = { attempts: 5, firstDelayMs: 100 };

const byIdentity = (a: RecordedCandidate, b: RecordedCandidate): number =>
  a.tenant === b.tenant ? (a.identity < b.identity ? -1 : 1) : a.tenant < b.tenant ? -1 : 1;

async function claimIdentities(tx: Transaction, candidates: readonly RecordedCandidate[]): Promise<ReadonlyMap<string, string>> {
  if (candidates.length === 0) return new Map();
  const sorted = candidates.toSorted(byIdentity);
  const columns = [
    sorted.map(({ tenant }) => tenant),
    plainArray(sorted.map(({ identity }) => identity)),
    plainArray(sorted.map(({ contentHash }) => contentHash)),
  ];
  const claimed = await tx.query<{ identity: string }>(statements.CLAIM_IDENTITIES, columns);
  if (claimed.length === sorted.length) return new Map();
  const ours = new Set(claimed.map(({ identity }) => identity));
  const others = sorted.filter(({ identity }) => !ours.has(identity));
  const rows = await tx.query<{ identity: string; content_hash: string }>(statements.READ_CLAIMED, [
    others.map(({ tenant }) => tenant),
    plainArray(others.map(({ identity }) => identity)),
  ]);
  return new Map(rows.map(({ identity, content_hash }) => [identity, content_hash]));
}

async function insertEvents(tx: Transaction, position: Position, accepted: readonly AcceptedEvent[]): Promise<void> {
  if (accepted.length === 0) return;
  const column = <T>(of: (event: AcceptedEvent['candidate']['event']) => T): T[] => accepted.map(({ candidate }) => of(candidate.event));
  await tx.query(statements.INSERT_EVENTS, [
    accepted.map(({ candidate }) => candidate.tenant),
    plainArray(accepted.map(({ day }) => day)),
    plainArray(accepted.map(({ candidate }) => candidate.identity)),
    column(({ source }) => source),
    column(({ id }) => id),
    column(({ subject }) => subject),
    plainArray(column(({ instant }) => timestampOf(instant))),
    plainArray(column(({ quantity }) => quantity)),
    column(({ unit }) => unit),
    column(({ outcome }) => outcome),
    column(({ channel }) => channel),
    column(({ orgUnit }) => orgUnit),
    column(({ dimensions }) => JSON.stringify(dimensions)),
    column(({ measures }) => JSON.stringify(measures)),
    plainArray(column(({ final }) => final)),
    position.topic,
    position.partition,
    plainArray(accepted.map(({ candidate }) => candidate.record.offset.toString())),
  ]);
}

async function insertSeries(tx: Transaction, volumes: readonly VolumeDelta[]): Promise<void> {
  const distinct = [...new Map(volumes.map((volume) => [`${volume.tenant} ${volume.seriesKey}`, volume])).values()];
  const column = <T>(of: (series: VolumeDelta['series']) => T): T[] => distinct.map(({ series }) => of(series));
  await tx.query(statements.INSERT_SERIES, [
    distinct.map(({ tenant }) => tenant),
    plainArray(distinct.map(({ seriesKey }) => seriesKey)),
    column(({ source }) => source),
    column(({ subject }) => subject),
    column(({ unit }) => unit),
    column(({ outcome }) => outcome),
    column(({ channel }) => channel),
    column(({ orgUnit }) => orgUnit),
    column(({ dimensions }) => JSON.stringify(dimensions)),
    column(({ measure }) => measure?.name ?? null),
    column(({ measure }) => measure?.unit ?? null),
  ]);
}

/** Adds to the day volumes and puts what they are now into the outbox. */
async function addVolumes(tx: Transaction, volumes: readonly VolumeDelta[]): Promise<void> {
  if (volumes.length === 0) return;
  await insertSeries(tx, volumes);
  const rows = await tx.query<VolumeRow>(statements.ADD_VOLUMES, [
    volumes.map(({ tenant }) => tenant),
    plainArray(volumes.map(({ seriesKey }) => seriesKey)),
    plainArray(volumes.map(({ day }) => day)),
    plainArray(volumes.map(({ quantity }) => quantity)),
    plainArray(volumes.map(({ events }) => events)),
  ]);
  const deltas = new Map(volumes.map((delta) => [volumeKey({ tenant: delta.tenant, series_key: delta.seriesKey, day: delta.day }), delta]));
  const messages = rows.map((row) => {
    const key = volumeKey(row);
    const delta = deltas.get(key);
    if (!delta) throw new Error('a volume came back that was not changed');
    return { topic: TOPICS.usageVolumes.name, key, value: JSON.stringify(toUsageVolume(row, delta)) };
  });
  await appendOutbox(tx, { service: SERVICE, messages });
}

async function keepRejected(tx: Transaction, position: Position, rejected: readonly RejectedRecord[]): Promise<void> {
  if (rejected.length === 0) return;
  await tx.query(statements.INSERT_REJECTED, [
    position.topic,
    position.partition,
    rejected.map(({ tenant }) => tenant),
    plainArray(rejected.map(({ record }) => record.offset.toString())),
    rejected.map(({ source }) => source),
    rejected.map(({ fault }) => fault.code),
    rejected.map(({ fault }) => storableText(fault.pointer)),
    rejected.map(({ fault }) => storableText(fault.detail)),
    rejected.map(({ record }) => record.key),
    rejected.map(({ record }) => headerBytes(record.headers)),
    rejected.map(({ record }) => record.value),
    plainArray(rejected.map(({ record }) => timestampOf(record.timestamp))),
  ]);
}

async function addActivity(tx: Transaction, activity: readonly ActivityDelta[]): Promise<void> {
  if (activity.length === 0) return;
  await tx.query(statements.ADD_ACTIVITY, [
    activity.map(({ tenant }) => tenant),
    activity.map(({ source }) => source),
    plainArray(activity.map(({ day }) => day)),
    plainArray(activity.map(({ first }) => first)),
    plainArray(activity.map(({ last }) => last)),
    plainArray(activity.map(({ events }) => events)),
  ]);
}

async function addCounts(tx: Transaction, counts: readonly SourceCounts[]): Promise<void> {
  await tx.query(statements.ADD_COUNTS, [
    counts.map(({ tenant }) => tenant),
    counts.map(({ source }) => source),
    plainArray(counts.map(({ accepted }) => accepted)),
    plainArray(counts.map(({ duplicate }) => duplicate)),
    plainArray(counts.map(({ conflict }) => conflict)),
    plainArray(counts.map(({ rejected }) => rejected)),
  ]);
}

async function write(tx: Transaction, position: Position, result: FlushResult): Promise<void> {
  await insertEvents(tx, position, result.accepted);
  await keepRejected(tx, position, result.rejected);
  await addVolumes(tx, result.volumes);
  await addActivity(tx, result.activity);
  await addCounts(tx, result.counts);
}

/** `UsageStore` over PostgreSQL. A batch holds events of several tenants, so its transaction is not opened for one of them. */
export function usageStore(dataSource: DataSource): UsageStore {
  return {
    flush: (position, work) =>
      retryTransaction(RETRY, () =>
        inTransaction(dataSource, async (tx) => {
          await advancePartition(tx, position);
          const flush: Flush = {
            claimIdentities: (candidates) => claimIdentities(tx, candidates),
            write: (result) => write(tx, position, result),
          };
          return work(flush);
        }),
      ),
  };
}
