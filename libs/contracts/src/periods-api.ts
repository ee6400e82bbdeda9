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
  /** Who approved what was kept; null while nobody has. */
  readonly approvedBy: string | null;
}
export interface Period {
  readonly tenant: string;
  readonly month: string;
  readonly state: PeriodState;
  /** 0 for a month that nobody has begun to close. */
  readonly version: number;
  readonly log: readonly PeriodLogEntry[];
}
/** `GET /v1/periods?tenant=`: every month that somebody has begun to close, in order. */
export interface PeriodsResponse {
  readonly tenant: string;
  readonly periods: readonly Period[];
}
/** `POST /v1/periods/{month}/preliminary|close|reopen?tenant=`, body `{reason?}`. */
export interface PeriodStepResponse extends Period {
  /** Figures that were kept with the step. */
  readonly keptFigures: number;
}
/** `GET /v1/periods/{month}/figures?tenant=&version=`: the rows as they were when the month was closed, or is preliminary, in that version. */
export interface KeptFiguresResponse {
  readonly tenant: string;
  readonly month: string;
  readonly version: number;
  readonly state: 'PRELIMINARY' | 'CLOSED';
  readonly snapshotHash: string;
  readonly figures: readonly FigureRow[];
}

/** `GET /v1/periods/{month}/changes?tenant=&initiative=&benefit=`: what has changed since the month was last closed, of all that the benefit's figure depends on. */
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
