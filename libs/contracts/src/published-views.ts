/** Views in schema `published`: the only tables that one service may read of another. The owner keeps name and columns stable. */
export interface PublishedTenantRow {
  readonly tenant: string;
  readonly time_zone: string;
  readonly currency: string;
}
export interface PublishedSourceRow {
  readonly tenant: string;
  readonly name: string;
  /** The CloudEvents source URI, registered to exactly one tenant. */
  readonly source: string;
  readonly dimensions: readonly string[];
  /** Whether it may send counts for a period: as the manifest says, else where its `events` are aggregates. */
  readonly accepts_aggregates: boolean;
  /** Which feed is stored and never counts; null where the manifest names none. */
  readonly reference: 'events' | 'aggregates' | null;
  /** Wildcard patterns (`#` one digit, `*` a run of letters, digits, `-`, `_`, `.`) of values whose bare digits are no identity numbers. */
  readonly safe_patterns: Readonly<Partial<Record<'id' | 'subject' | 'dimensions', readonly string[]>>>;
  /** How often something should come, as the manifest says it (`P1D`); null where silence is no sign of a fault. */
  readonly expected_every: string | null;
}
/** First and last event of a source on one local day, milliseconds since 1970. */
export interface PublishedSourceActivityRow {
  readonly tenant: string;
  readonly source: string;
  readonly day: string;
  readonly first_ms: string;
  readonly last_ms: string;
  readonly events: string;
}
/** A local day of which a source said that there is more to come, and has not said otherwise since. */
export interface PublishedIncompleteDayRow {
  readonly tenant: string;
  readonly source: string;
  readonly day: string;
}
/** How far a consumer has stored a topic: every offset below `next_offset` is in its tables. */
export interface PublishedProgressRow {
  readonly topic: string;
  readonly partition_id: number;
  readonly next_offset: string;
}
/** Messages that are stored and not yet published. */
export interface PublishedOutboxRow {
  readonly last_id: string | null;
  readonly first_pending_id: string | null;
}

/** What is stored and not in the published figures yet. */
export interface PublishedPendingRow {
  readonly last_id: string | null;
  readonly first_pending_id: string | null;
}

/** What was received of a source within one hour; without a tenant and a source (both '') what leads to no registered one. */
export interface PublishedSourceHourRow {
  readonly tenant: string;
  readonly source: string;
  readonly hour: Date;
  readonly accepted: string;
  readonly duplicate: string;
  readonly conflict: string;
  readonly rejected: string;
  readonly gateway_rejected: string;
}
/** Rejects of one hour by reason, and who refused them. */
export interface PublishedRejectHourRow {
  readonly tenant: string;
  readonly source: string;
  readonly hour: Date;
  readonly code: string;
  readonly origin: 'ingestion' | 'gateway';
  readonly rejects: string;
}
/** What was ever received of a source, and the time of its last event. */
export interface PublishedSourceCounterRow {
  readonly tenant: string;
  readonly source: string;
  readonly accepted: string;
  readonly duplicate: string;
  readonly conflict: string;
  readonly rejected: string;
  readonly gateway_rejected: string;
  readonly last_event_at: Date | null;
}

export const PUBLISHED = {
  tenant: 'published.tenant',
  source: 'published.source',
  sourceActivity: 'published.source_activity',
  sourceIncompleteDay: 'published.source_incomplete_day',
  sourceHour: 'published.source_hour',
  rejectHour: 'published.reject_hour',
  sourceCounter: 'published.source_counter',
  ingestionProgress: 'published.ingestion_progress',
  ingestionOutbox: 'published.ingestion_outbox',
  benefitProgress: 'published.benefit_progress',
  benefitPending: 'published.benefit_pending',
  figure: 'published.figure',
  initiative: 'published.initiative',
  initiativeMonth: 'published.initiative_month',
  benefit: 'published.benefit',
  sourceDay: 'published.source_day',
  rateVersion: 'published.rate_version',
  planLine: 'published.plan_line',
  period: 'published.period',
  baseline: 'published.baseline',
  report: 'published.report',
  reportDelivery: 'published.report_delivery',
} as const;

/** `LISTEN` channel on which the register announces a change of tenants or sources. */
export const REGISTER_CHANNEL = 'hemtag_register';
