/** `POST /v1/manifests` (`?dryRun=true`): the whole set is applied or nothing. */
export interface ManifestFile {
  readonly name: string;
  readonly content: string;
}
export interface ApplyRequest {
  readonly files: readonly ManifestFile[];
}
export type ApplyOutcome = 'created' | 'versioned' | 'unchanged';
export interface AppliedObject {
  readonly kind: string;
  readonly tenant: string | null;
  readonly name: string;
  readonly result: ApplyOutcome;
}
export interface ApplyResponse {
  readonly objects: readonly AppliedObject[];
}

/** One fault of a manifest: where it stands and what to do. Lines and columns count from 1. */
export interface ManifestFault {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: string;
  readonly detail: string;
}

/** `GET /v1/register/{kind}?tenant=&name=`: objects with all versions, newest last. */
export interface RegisterVersion {
  readonly version: number;
  readonly recordedAt: string;
  readonly author: string;
  readonly document: object;
}
export interface RegisterObject {
  readonly kind: string;
  readonly tenant: string | null;
  readonly name: string;
  readonly versions: readonly RegisterVersion[];
}
export interface RegisterResponse {
  readonly objects: readonly RegisterObject[];
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
