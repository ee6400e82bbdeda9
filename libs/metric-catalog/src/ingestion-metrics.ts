import { ANSWER_SECONDS, DELAY_SECONDS } from './buckets.js';
import type { MetricDefinitions } from './metric-definition.js';
import { CODES } from './reject-codes.js';

const PARTITIONS = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14', '15', 'other'] as const;

/** From the log of usage events to stored volumes. */
export const INGESTION_METRICS = {
  hemtag_ingestion_events_total: {
    type: 'counter', unit: 'events', help: 'Usage events that ingestion stored, by outcome.', labels: { outcome: ['accepted', 'duplicate', 'conflict', 'rejected'] },
    services: ['ingestion'],
  },
  hemtag_ingestion_rejects_total: {
    type: 'counter', unit: 'rejects', help: 'Usage events that went to the quarantine, by reason; conflicts included, refusals of the gateway not.',
    labels: { code: CODES }, services: ['ingestion'],
  },
  hemtag_ingestion_commit_delay_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from the oldest record of a batch appended to the log to its transaction committed; one observation a batch.',
    labels: {}, buckets: DELAY_SECONDS, services: ['ingestion'],
  },
  hemtag_ingestion_flush_duration_seconds: {
    type: 'histogram', unit: 'seconds', help: 'Time from a flush begun to its transaction committed.', labels: {}, buckets: ANSWER_SECONDS, services: ['ingestion'],
  },
  hemtag_ingestion_flush_size_events: {
    type: 'histogram', unit: 'events', help: 'Records in one flush.', labels: {}, buckets: [1, 10, 100, 500, 1000, 2000, 5000], services: ['ingestion'],
  },
  hemtag_ingestion_fenced_flushes_total: {
    type: 'counter', unit: 'flushes', help: 'Batches refused because another consumer had taken the partition over.', labels: {}, services: ['ingestion'],
  },
  hemtag_ingestion_waiting_events: {
    type: 'gauge', unit: 'events', help: 'Records in memory that wait for a flush.', labels: {}, services: ['ingestion'],
  },
  hemtag_ingestion_waiting_bytes: {
    type: 'gauge', unit: 'bytes', help: 'Bytes of the records that wait for a flush.', labels: {}, services: ['ingestion'],
  },
  hemtag_ingestion_lag_events: {
    type: 'gauge', unit: 'events', help: 'Records of a partition that are in the log and not yet stored.', labels: { partition: PARTITIONS }, services: ['ingestion'],
  },
  hemtag_ingestion_held_partitions: {
    type: 'gauge', unit: 'partitions', help: 'Is 1 while the partition is held, because one of its sources has spent its budget of rejects.',
    labels: { partition: PARTITIONS }, services: ['ingestion'],
  },
  hemtag_ingestion_reject_budget_spent_ratio: {
    type: 'gauge', unit: 'ratio', help: 'Share of its budget of rejects that the worst source has spent; at 1 its next reject holds the partition.', labels: {},
    services: ['ingestion'],
  },
  hemtag_ingestion_silent_sources: {
    type: 'gauge', unit: 'sources', help: 'Registered sources with an expected rhythm of which nothing was heard for longer than it, now.', labels: {},
    services: ['ingestion'],
  },
} as const satisfies MetricDefinitions; // prettier-ignore
