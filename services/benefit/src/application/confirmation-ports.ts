import type { DeviationCause } from '@hemtag/contracts';
import type { Instant, Rational } from '@hemtag/kernel';

export interface NewConfirmation {
  readonly figureId: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly month: string;
  readonly amount: Rational;
  readonly unit: string;
  readonly ofGross: Rational;
  readonly comment: string | null;
  readonly cause: DeviationCause | null;
  readonly action: string | null;
  readonly due: string | null;
  readonly actor: string;
}
export interface StoredConfirmation extends NewConfirmation {
  /** Counts the confirmations of the figure from 1. */
  readonly sequence: number;
  readonly at: Instant;
  readonly review: { readonly actor: string; readonly at: Instant } | null;
}

export interface NewHarvest {
  readonly initiative: string;
  readonly benefit: string;
  readonly planLine: string;
  readonly month: string;
  readonly amount: Rational;
  readonly unit: string;
  readonly actor: string;
}
export interface StoredHarvest extends NewHarvest {
  readonly at: Instant;
}

/** Null = any. */
export interface ConfirmationQuery {
  readonly month: string | null;
  readonly figureId: string | null;
  /** As they stood at an instant, with their reviews; left out, as they stand now. */
  readonly asKnownOn?: Instant | null;
}

/** What people say of figures, of one tenant. Rows are only ever added; the newest of a figure, or of a line and month, holds. */
export interface ConfirmationStore {
  /** The newest of each figure, by figure. */
  confirmations(tenant: string, query: ConfirmationQuery): Promise<readonly StoredConfirmation[]>;
  confirm(tenant: string, confirmation: NewConfirmation): Promise<StoredConfirmation>;
  /** Adds the review where the confirmation is still the newest of its figure and has none; else changes nothing. Resolves with the newest, as it stands then. */
  review(tenant: string, review: { readonly figureId: string; readonly sequence: number; readonly actor: string }): Promise<StoredConfirmation>;
  /** The newest of each line and month, by line and month, as they stood at an instant; null: as they stand now. */
  harvests(tenant: string, asKnownOn: Instant | null): Promise<readonly StoredHarvest[]>;
  harvest(tenant: string, harvest: NewHarvest): Promise<StoredHarvest>;
}
