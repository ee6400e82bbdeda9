import type { Manifest, ManifestFault, ManifestFile, UsageSeries, UsageVolume } from '@hemtag/contracts';
import type { DayVolume, IncompleteDay, SourceActivity } from '@hemtag/benefit';
import type { Instant } from '@hemtag/kernel';
import type { Change, DocumentKind, InitiativeDocument, RegisterDocument } from '@hemtag/register';

/** One stored version of a register object. */
export interface StoredVersion {
  /** Null for tenants and shared rates. */
  readonly tenant: string | null;
  readonly kind: DocumentKind;
  readonly name: string;
  readonly version: number;
  readonly document: RegisterDocument;
  readonly author: string;
  readonly recordedAt: Instant;
}

export interface RegisterQuery {
  readonly kind: DocumentKind;
  readonly tenant: string | null;
  readonly name: string | null;
}

/** What a change of the register does inside its one transaction. */
export interface RegisterTransaction {
  /** The newest version of every object of every tenant. Held still until the transaction ends. */
  current(): Promise<readonly StoredVersion[]>;
  append(changes: readonly Change[], author: string): Promise<void>;
}

export interface RegisterStore {
  /** Runs `work` as the only writer of the register; what it appended is there after it, or nothing of it. */
  change<T>(work: (transaction: RegisterTransaction) => Promise<T>): Promise<T>;
  versions(query: RegisterQuery): Promise<readonly StoredVersion[]>;
  /** The documents that a tenant's figures depend on, its own and the shared rates, as the register knew them at an instant (the instant itself included); null: as it knows them now. */
  documentsOf(tenant: string, asKnownOn: Instant | null): Promise<readonly RegisterDocument[]>;
  /** Text that differs as soon as any newest document does, of any tenant: costs may be shared. */
  revision(): Promise<string>;
  /** Initiatives of other tenants that share a cost with this one, as known then. Nothing but that cost may be read of them. */
  initiativesSharingWith(tenant: string, asKnownOn: Instant | null): Promise<readonly InitiativeDocument[]>;
}

export interface VolumeQuery {
  readonly tenant: string;
  /** Which series are read; the rest of the tenant's volumes stays in the database. */
  readonly wanted: (series: UsageSeries) => boolean;
  /** First local day that is read; left out, there is none. */
  readonly from?: string;
  /** Last local day that is read. */
  readonly until: string;
  /** As they were known then, exact to the second; null: now. */
  readonly asKnownOn: Instant | null;
  /** Days, ascending. Volumes of a series within a month and between two of these come as one, at its first day; null: day by day. */
  readonly stretches: readonly string[] | null;
}

export interface ReadVolumes {
  /** The wanted series that have ever had a volume, also those whose volumes are all later. */
  readonly series: readonly UsageSeries[];
  readonly volumes: readonly DayVolume[];
}

/** Series by their keys or by the source that they come from. */
export interface SeriesQuery {
  readonly tenant: string;
  readonly keys: readonly string[];
  readonly sources: readonly string[];
}

/** Local days of a tenant, both included. */
export interface DayRange {
  readonly tenant: string;
  readonly from: string;
  readonly until: string;
}

export interface VolumeStore {
  volumes(query: VolumeQuery): Promise<ReadVolumes>;
  seriesOf(query: SeriesQuery): Promise<readonly UsageSeries[]>;
  /** First and last event of each source and local day, of any outcome. */
  activity(query: DayRange): Promise<readonly SourceActivity[]>;
  /** Days of which their source says that there is more to come. */
  incompleteDays(query: DayRange): Promise<readonly IncompleteDay[]>;
}

/** What is stored of a volume beside its quantity. */
export interface VolumeFact {
  readonly seriesKey: string;
  readonly day: string;
  readonly events: number;
  readonly revision: number;
  /** When ingestion had stored everything that is in it; null where nobody wrote it down. */
  readonly storedAt: Instant | null;
}

export interface VolumeFacts {
  /** Of these series, all days in the range, as they were known then; null: now. */
  ofSeries(query: DayRange & { readonly keys: readonly string[]; readonly asKnownOn: Instant | null }): Promise<readonly VolumeFact[]>;
  /** The first and the last day with a volume; null where there is none. */
  days(tenant: string): Promise<{ readonly from: string; readonly until: string } | null>;
}

/** Counts of one stored batch; a stale volume has a revision that is not above the stored one. */
export interface StoredVolumes {
  readonly applied: number;
  readonly stale: number;
}

/** A volume with the instant at which the log took it, from which on it counts as known; but never from before a step of a month that was taken without it. */
export interface RecordedVolume extends UsageVolume {
  /** Its place in the partition of the log. */
  readonly offset: bigint;
  readonly recordedAt: Instant;
  /** When the log took the oldest usage event behind this change; null where the record does not say. */
  readonly usageAt: Instant | null;
  /** When ingestion had stored everything that is in it; null where the record does not say. */
  readonly ledgerAt: Instant | null;
}

export interface VolumeBatch {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: bigint;
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
  readonly volumes: readonly RecordedVolume[];
  /** Trace context of what stores them. */
  readonly traceparent?: string | undefined;
}

export interface VolumeWriter {
  store(batch: VolumeBatch): Promise<StoredVolumes>;
}

export interface OverdueLimits {
  readonly reviewAgeDays: number;
  readonly expectedCloseDays: number;
}
export interface OverdueCounts {
  /** Rates and baselines in force that began longer ago than the review age. */
  readonly rates: number;
  readonly baselines: number;
  /** Ended months of tenants that have begun to close. */
  readonly openMonths: number;
}
export interface OverdueStore {
  /** Over all tenants. */
  count(limits: OverdueLimits): Promise<OverdueCounts>;
}

/** Lines and columns count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** One document of a file. With faults (`isWhole` false) the manifest is what is left without the faulty parts, to find further faults, never to be applied. */
export interface ReadDocument {
  readonly file: string;
  readonly manifest: Manifest;
  readonly isWhole: boolean;
  /** Paths of the faults in values, by which further faults can be told from mere consequences. */
  readonly faultyPaths: readonly string[];
  /** Where a path stands in the file; where nothing stands there, the nearest part around it. */
  readonly locate: (path: string) => Position;
}
export interface ReadManifests {
  readonly documents: readonly ReadDocument[];
  readonly faults: readonly ManifestFault[];
  /** True where documents could not be read at all, so that references to them must not be judged. */
  readonly hasUnreadable: boolean;
}
export type ManifestReader = (files: readonly ManifestFile[]) => ReadManifests;
