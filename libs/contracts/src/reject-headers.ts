/** Headers that a record of `usage.events.rejected.v1` has beside its own; all are text. Where a record goes back, all that begin so are left out. */
export const REJECT_HEADER_PREFIX = 'hemtag_';
export const REJECT_HEADERS = {
  /** `gateway`, or `ingestion` for what came to the topic of events. */
  origin: 'hemtag_origin',
  code: 'hemtag_code',
  /** JSON pointer into the event. */
  pointer: 'hemtag_pointer',
  detail: 'hemtag_detail',
  /** Both empty where the record does not lead to a registered source. */
  tenant: 'hemtag_tenant',
  source: 'hemtag_source',
  /** `true` where personal numbers were taken out of it, so that it is no longer what was sent. */
  masked: 'hemtag_masked',
  /** Of ingestion's rejects: where the record stands. */
  topic: 'hemtag_topic',
  partition: 'hemtag_partition',
  offset: 'hemtag_offset',
} as const;
