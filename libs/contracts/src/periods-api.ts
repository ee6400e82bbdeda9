import type { FigureRow, PeriodState } from './figures.js';

/** One step of a month: what it was set to, by whom and why. */
export interface PeriodLogEntry {
  readonly sequence: number;
  readonly state: Exclude<PeriodState, 'OPEN'>;
  readonly version: number;
  readonly actor: string;
  readonly reason: string | null;
  readonly recordedAt: string;
  /** SHA-256 of what the month kept with this step; null for a reopening. */
  readonly snapshotHash: string | null;
  /** Who approved what was kept, and when; null while nobody has. */
  readonly approvedBy: string | null;
  readonly approvedAt: string | null;
}
export interface Period {
  readonly tenant: string;
  readonly month: string;
  readonly state: PeriodState;
  /** 0 for a month that nobody has begun to close. */
  readonly version: number;
  readonly log: readonly PeriodLogEntry[];
}
/** `GET /v1/periods?tenant=&asKnownOn=`: every month that somebody has begun to close, in order. */
export interface PeriodsResponse {
  readonly tenant: string;
  readonly periods: readonly Period[];
}
/** `POST /v1/periods/{month}/preliminary|close|reopen?tenant=`, body `{reason?}`. */
export interface PeriodStepResponse extends Period {
  /** Figures that were kept with the step. */
  readonly keptFigures: number;
}
/** The exact numbers of a figure that its month kept, `n` or `n/d`; the hash of the snapshot is made over them and the rows (docs/periods.md). */
export interface KeptExact {
  readonly gross: string | null;
  readonly adjusted: string | null;
  readonly counted: string | null;
  readonly asReported: string | null;
}
/** `GET /v1/periods/{month}/figures?tenant=&version=&state=&exact=`: the rows as they were when the month was closed, or is preliminary, in that version. */
export interface KeptFiguresResponse {
  readonly tenant: string;
  readonly month: string;
  readonly version: number;
  readonly state: 'PRELIMINARY' | 'CLOSED';
  readonly snapshotHash: string;
  /** In the order of their ids. */
  readonly figures: readonly FigureRow[];
  /** Of each of the figures, where it was asked for. */
  readonly exact?: readonly KeptExact[];
}

/** `GET /v1/periods/{month}/changes?tenant=&initiative=&benefit=&asKnownOn=`: what has changed since the month was last closed, of all that the benefit's figure depends on. */
export interface PeriodChangesResponse {
  readonly tenant: string;
  readonly month: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly version: number;
  readonly closedAt: string;
  /** Day volumes; null where there was, or is, none. */
  readonly volumes: readonly {
    readonly day: string;
    readonly source: string;
    readonly subject: string;
    readonly unit: string;
    readonly then: string | null;
    readonly now: string | null;
  }[];
  /** Versions of register objects; null where it was not there. */
  readonly register: readonly { readonly kind: string; readonly name: string; readonly then: number | null; readonly now: number }[];
}
