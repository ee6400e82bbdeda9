/** A record that did not count. Its id names its place in the log: topic, partition and offset. */
export interface RejectSummary {
  /** `usage.events.v1-0-123`; safe in a URL. */
  readonly id: string;
  /** Both null where the record does not lead to a registered source. */
  readonly tenant: string | null;
  readonly source: string | null;
  readonly code: string;
  /** JSON pointer into the event. */
  readonly pointer: string;
  readonly detail: string;
  /** Who refused it: ingestion, or the gateway before it came to the topic of events. */
  readonly origin: 'ingestion' | 'gateway';
  /** When the log got the record, and when it was stored as a reject. */
  readonly time: string;
  readonly recordedAt: string;
  /** Personal numbers were taken out of it, so that it cannot be replayed. */
  readonly masked: boolean;
  readonly replayedAt: string | null;
  readonly replayedBy: string | null;
}

/** `GET /v1/rejects?tenant=&source=&code=&limit=&after=`: the newest first; `next` goes into `after` and is null on the last page. */
export interface RejectsResponse {
  readonly rejects: readonly RejectSummary[];
  readonly next: string | null;
}

/** Text where the bytes are UTF-8, else base64. */
export interface RecordBytes {
  readonly encoding: 'utf8' | 'base64';
  readonly text: string;
}

/** Where the event stands that counts in place of a conflict. */
export interface KeptEvent {
  readonly id: string;
  readonly source: string;
  /** Null of a heartbeat, which has no row in the ledger, and of an event whose month was taken out of it. */
  readonly position: { readonly partition: number; readonly offset: string } | null;
}

/** `GET /v1/rejects/{id}`. */
export interface RejectResponse extends RejectSummary {
  readonly position: { readonly topic: string; readonly partition: number; readonly offset: string };
  readonly record: {
    readonly key: RecordBytes | null;
    /** In the order received; a name may stand several times. */
    readonly headers: readonly { readonly name: string; readonly value: RecordBytes }[];
    readonly value: RecordBytes | null;
  };
  /** Null of anything but a conflict. Hashes are null where they were not kept yet. */
  readonly conflict: { readonly keptHash: string | null; readonly refusedHash: string | null; readonly kept: KeptEvent | null } | null;
}

/** `POST /v1/rejects/replay`: these, or else one page of those that the filter finds and that were not replayed yet. */
export interface ReplayRequest {
  readonly ids?: readonly string[];
  readonly tenant?: string;
  readonly source?: string;
  readonly code?: string;
  readonly after?: string;
}
export interface Replayed {
  readonly id: string;
  /** `replayed`: the log of usage events has it again, and what becomes of it shows as with any other event. */
  readonly result: 'replayed' | 'refused';
  /** Why it was refused. */
  readonly reason: string | null;
}
export interface ReplayResponse {
  readonly rejects: readonly Replayed[];
  readonly next: string | null;
}

/** A partition of which nothing is stored beyond a record, because its source has spent its budget of rejects. */
export interface HeldPartitionStatus {
  readonly topic: string;
  readonly partition: number;
  /** Empty where the records do not lead to a registered source. */
  readonly source: string;
  readonly code: string;
  readonly offset: string;
  readonly since: string;
}

export interface SourceStatus {
  /** Null for what leads to no registered source. */
  readonly tenant: string | null;
  readonly source: string | null;
  /** Of the Source object; null where it is not registered. */
  readonly name: string | null;
  readonly lastEvent: string | null;
  /** How often something should come, such as P1D; null where the register expects nothing. */
  readonly expectedEvery: string | null;
  /** Seconds since the last event or heartbeat, by its own time. */
  readonly lagSeconds: number | null;
  readonly accepted: string;
  readonly duplicate: string;
  readonly conflict: string;
  readonly rejected: string;
  /** Refused by the gateway, so never in the topic of events. */
  readonly rejectedByGateway: string;
  readonly state: 'complete' | 'silent' | 'unregistered';
  readonly measures: readonly {
    readonly name: string;
    readonly unit: string;
    /** An amount of money in another currency than the tenant's. */ readonly isForeignCurrency: boolean;
  }[];
  /** Partitions that wait for somebody to look at this source. */
  readonly held: readonly HeldPartitionStatus[];
}

/** `GET /v1/sources/status?tenant=`. */
export interface SourcesStatusResponse {
  readonly asOf: string;
  /** Records in the log of usage events that are not stored yet. */
  readonly waitingRecords: string;
  readonly sources: readonly SourceStatus[];
}

/** `POST /v1/sources/resume`: a source's URI or the name of its object; an empty text stands for all that leads to no registered source. */
export interface ResumeRequest {
  readonly source: string;
  /** Needed where several tenants have a source of the name. */
  readonly tenant?: string;
  /** How long its rejects go into the quarantine without holding a partition; an hour where it is left out. */
  readonly forSeconds?: number;
}
export interface ResumeResponse {
  readonly source: string;
  readonly until: string;
  readonly allowedBy: string;
}

/** What was recomputed, as a number of rows. */
export const VERIFIED_PARTS = [
  'events',
  'aggregates',
  'amendments',
  'volumes',
  'sourceCounters',
  'partitions',
  'activityDays',
  'feedDays',
  'incompleteDays',
] as const;
export type VerifiedPart = (typeof VERIFIED_PARTS)[number];

export interface VerifyDifference {
  readonly part: VerifiedPart;
  readonly tenant: string | null;
  /** Which row, in words that find it. */
  readonly place: string;
  readonly stored: string | null;
  readonly recomputed: string | null;
}

/** `GET /v1/verify?tenant=`: may begin with blanks while it is being worked out. */
export interface VerifyResponse {
  readonly tenants: readonly string[];
  readonly compared: Readonly<Record<VerifiedPart, number>>;
  /** The first ones. */
  readonly differences: readonly VerifyDifference[];
  readonly differenceCount: number;
  /** Months whose ledger was detached: their volumes were not recomputed. */
  readonly detachedMonths: readonly { readonly tenant: string; readonly month: string; readonly events: number }[];
}
