import type { KeptEvent, RejectSummary } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';

import type { Position } from './ports.js';
import type { RejectPlace } from './reject-place.js';

/** Null = any. */
export interface RejectFilter {
  readonly tenant: string | null;
  readonly source: string | null;
  readonly code: string | null;
}

export interface RejectPage {
  /** Pages go on behind this one; null begins with the newest. */
  readonly after: RejectPlace | null;
  readonly limit: number;
}

/** A record as it is kept. */
export interface KeptRecord {
  readonly key: Buffer | null;
  /** In the order received. */
  readonly headers: readonly (readonly [name: string, value: Buffer])[];
  readonly value: Buffer | null;
}

export interface StoredReject {
  readonly place: RejectPlace;
  readonly summary: Omit<RejectSummary, 'id'>;
  readonly hashes: { readonly kept: string | null; readonly refused: string | null };
  readonly record: KeptRecord;
}

/** What has to be known of a reject before it is read as a whole. */
export interface ReplayCandidate {
  readonly tenant: string;
  readonly place: RejectPlace;
  readonly masked: boolean;
  readonly bytes: number;
}

export interface RejectStore {
  /** The newest first. */
  list(filter: RejectFilter, page: RejectPage): Promise<readonly (RejectSummary & { readonly place: RejectPlace })[]>;
  find(place: RejectPlace): Promise<StoredReject | null>;
  /** Those of the filter that were not replayed yet, the newest first. */
  replayable(filter: RejectFilter, page: RejectPage): Promise<readonly ReplayCandidate[]>;
  /** Those of the places that are there, replayed or not. */
  candidatesAt(places: readonly RejectPlace[]): Promise<readonly ReplayCandidate[]>;
  recordsOf(candidates: readonly ReplayCandidate[]): Promise<readonly KeptRecord[]>;
  markReplayed(candidates: readonly ReplayCandidate[], by: string): Promise<void>;
  /** The event that holds an identity; null where nothing does. */
  keptEvent(tenant: string, identity: string): Promise<Pick<KeptEvent, 'position'> | null>;
}

/** The log of usage events, to which rejects return. */
export interface ReplayLog {
  /** `acknowledged` only when all in-sync replicas have all of them. */
  append(records: readonly KeptRecord[]): Promise<'acknowledged' | 'unavailable'>;
}

/** An event that the gateway refused, as the topic of rejects brings it. */
export interface GatewayReject {
  readonly place: RejectPlace;
  readonly tenant: string;
  readonly source: string;
  readonly code: string;
  readonly pointer: string;
  readonly detail: string;
  readonly record: KeptRecord;
  readonly masked: boolean;
  readonly time: Instant;
}

export interface GatewayRejects {
  /** Stores a batch of the topic of rejects together with its offset. Rejects with `Fenced` where the batch is not ours any more. */
  store(batch: Position, rejects: readonly GatewayReject[]): Promise<void>;
}
