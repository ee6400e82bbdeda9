/** Every topic of Hemtag as data. `partitions` and `config` are what a fresh broker gets; an existing topic is left as it is. */
export interface TopicDefinition {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/** A record holds one intake batch at most (5 MiB), so the broker's limit lies above it. */
const MAX_RECORD_BATCH_BYTES = String(8 * 1024 * 1024);

export const TOPICS = {
  usageEvents: {
    name: 'usage.events.v1',
    partitions: 4,
    config: {
      'max.message.bytes': MAX_RECORD_BATCH_BYTES,
      'retention.ms': String(30 * 86_400_000),
      // Other systems publish here, too, and one record in a codec that the reader lacks would hold up everybody; so the broker takes compression off.
      'compression.type': 'uncompressed',
    },
  },
  /** What did not count, as it came but without identity numbers, with the reason and the position in headers. */
  usageEventsRejected: {
    name: 'usage.events.rejected.v1',
    partitions: 4,
    // A record of the largest size that the topic of events takes comes here with more headers.
    config: { 'max.message.bytes': String(9 * 1024 * 1024), 'retention.ms': String(90 * 86_400_000) },
  },
  usageVolumes: { name: 'usage.volumes.v1', partitions: 4, config: { 'max.message.bytes': MAX_RECORD_BATCH_BYTES, 'cleanup.policy': 'compact' } },
  /** The newest state of each month stays for whoever begins to listen later. */
  benefitPeriods: { name: 'benefit.periods.v1', partitions: 4, config: { 'cleanup.policy': 'compact' } },
} as const satisfies Record<string, TopicDefinition>;
