import type { BenefitType } from './figures.js';

/** `POST /v1/manifests` (`?dryRun=true`): the whole set is applied or nothing. */
export interface ManifestFile {
  readonly name: string;
  readonly content: string;
}
export interface ApplyRequest {
  readonly files: readonly ManifestFile[];
}
export type ApplyOutcome = 'created' | 'versioned' | 'unchanged';
/** One field or dated entry that is other than before; `from` and `to` are texts to read, null where there is nothing. */
export interface ObjectChange {
  readonly path: string;
  readonly change: 'added' | 'changed' | 'corrected' | 'ended' | 'removed';
  readonly from: string | null;
  readonly to: string | null;
}
export interface AppliedObject {
  readonly kind: string;
  readonly tenant: string | null;
  readonly name: string;
  readonly result: ApplyOutcome;
  /** Only of a dry run. */
  readonly changes?: readonly ObjectChange[];
}
/** What is allowed and worth a look. */
export interface ApplyWarning {
  readonly code: 'OVERLAP' | 'NO_RUNNING_COST' | 'UNKNOWN_DEPARTMENT';
  readonly tenant: string;
  /** Null where it is about no initiative: of UNKNOWN_DEPARTMENT a report plan. */
  readonly initiative: string | null;
  readonly benefit: string | null;
  readonly detail: string;
}
/** Before and after, as decimal text; null where there is no amount. */
export interface BeforeAfter {
  readonly before: string | null;
  readonly after: string | null;
}
/** What a change does to one benefit: gross from January up to the current month `to`, and the estimate of the whole year. Never summed over types or units. */
export interface EffectRow {
  readonly tenant: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly type: BenefitType;
  readonly unit: string | null;
  readonly from: string;
  readonly to: string;
  readonly gross: BeforeAfter;
  readonly yearEstimate: BeforeAfter;
}
export interface ApplyResponse {
  readonly objects: readonly AppliedObject[];
  readonly warnings: readonly ApplyWarning[];
  /** Only of a dry run: the benefits whose figures would change. */
  readonly effect?: readonly EffectRow[];
}

/** One fault of a manifest: where it stands and what to do. Lines and columns count from 1. */
export interface ManifestFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly detail: string;
}

/** `GET /v1/register/{kind}?tenant=&name=&limit=&cursor=`: objects with all versions, newest last; all of them where no limit is given. */
export interface RegisterVersion {
  readonly version: number;
  readonly recordedAt: string;
  readonly author: string;
  /** What is other than in the version before; empty of the first. */
  readonly changes: readonly ObjectChange[];
  readonly document: object;
}
/** A dated entry as it was known from `recordedAt` up to `supersededAt` (null: still). Days are half-open; null: from ever, for good. */
export interface RegisterEntryRow {
  /** The list: `versions`, `benefits.NAME.value`, `costs.KIND.NAME`. */
  readonly path: string;
  /** What tells the entries of the list apart: the first day, of an estimate its version. */
  readonly key: string;
  readonly validFrom: string | null;
  readonly validTo: string | null;
  readonly recordedAt: string;
  readonly supersededAt: string | null;
  /** Of the version in which the content stood first. */
  readonly author: string;
  readonly version: number;
  readonly reason: string | null;
  readonly source: string | null;
  readonly approvedBy: string | null;
  readonly content: object;
}
export const BENEFIT_STATUSES = ['DRAFT', 'APPROVED', 'ACTIVE', 'SUNSET'] as const;
/** How far a benefit has come on the tenant's local day. `missing` names what it still lacks to become ACTIVE. */
export interface BenefitStatusRow {
  readonly benefit: string;
  readonly status: (typeof BENEFIT_STATUSES)[number];
  readonly missing: readonly string[];
  readonly hasApprovedEstimate: boolean;
  readonly activeFrom: string | null;
  readonly endsOn: string | null;
}
export interface RegisterObject {
  readonly kind: string;
  readonly tenant: string | null;
  readonly name: string;
  readonly versions: readonly RegisterVersion[];
  /** The dated entries of rates and initiatives, those that are known no longer too. */
  readonly entries: readonly RegisterEntryRow[];
  /** Of initiatives only. */
  readonly statuses?: readonly BenefitStatusRow[];
  readonly retired: Retirement | null;
}
/** `from` is the first day that no longer counts. */
export interface Retirement {
  readonly from: string;
  readonly reason: string;
}

/** `POST /v1/register/{kind}/{name}/retirement`; the tenant is left out for a tenant and for a shared rate. The answer is an `AppliedObject`. */
export interface RetireRequest extends Retirement {
  readonly tenant?: string;
}
export interface RegisterResponse {
  readonly objects: readonly RegisterObject[];
  /** The cursor of the next page; null where that is all. */
  readonly next: string | null;
}

/** `GET /v1/wait?until=&timeoutSeconds=`: `until` is opaque and comes from the first answer. */
export interface WaitResponse {
  readonly done: boolean;
  readonly until: string;
  readonly remainingEvents: number;
  readonly remainingVolumes: number;
}

/** Header in which the command names the actor while roles are missing; believed on a loopback server only. */
export const ACTOR_HEADER = 'hemtag-actor';
