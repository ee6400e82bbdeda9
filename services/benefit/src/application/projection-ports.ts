import type { CarryingFigure, DayState, InitiativeMonth, FigureRow } from '@hemtag/benefit';
import type { Day, Instant, Month, Rational } from '@hemtag/kernel';
import type { FigureRecord } from './figure-record.js';

/** What changed for a tenant and is not in its published figures yet. */
export interface Pending {
  /** Everything of the tenant; then the rest says nothing more. */
  readonly isWhole: boolean;
  /** Month null: in every month, because the series is new. */
  readonly series: readonly { readonly key: string; readonly month: Month | null }[];
  readonly sources: readonly { readonly source: string; readonly month: Month }[];
  /** Whose costs and net are to be computed from the figures as written. */
  readonly initiatives: readonly string[];
  /** Trace contexts of what stored the changes, each once; empty where nothing is traced. */
  readonly causes: readonly string[];
}

export interface NamedInitiativeMonth extends InitiativeMonth {
  readonly initiative: string;
  readonly currency: string;
  /** Of the business case, in percent: the same in all months. */
  readonly breakEvenShare: Rational | null;
}

export interface SourceDay {
  readonly source: string;
  readonly day: Day;
  readonly state: DayState;
}

/** What one projection of a tenant does inside its one transaction. */
export interface ProjectionTransaction {
  writeFigures(figures: readonly FigureRow[]): Promise<void>;
  /** Removes what else these benefits have beside the figures of their own months. */
  keepAdjustments(benefits: readonly { readonly initiative: string; readonly benefit: string }[], figureIds: readonly string[]): Promise<void>;
  /** Removes what else these initiatives have. */
  keepOnly(initiatives: readonly string[], figureIds: readonly string[]): Promise<void>;
  /** Removes what belongs to none of these initiatives. */
  keepInitiatives(initiatives: readonly string[]): Promise<void>;
  /** As written, also before; by initiative. */
  carryingFigures(initiatives: readonly string[]): Promise<ReadonlyMap<string, readonly CarryingFigure[]>>;
  /** Marks costs and net of the initiatives as pending, unless they are. */
  markInitiatives(initiatives: readonly string[]): Promise<void>;
  /** Replaces those of the initiatives. */
  writeInitiativeMonths(initiatives: readonly string[], months: readonly NamedInitiativeMonth[]): Promise<void>;
  writeSourceDays(days: readonly SourceDay[]): Promise<void>;
  /** Says that all of the tenant was projected on its local day. */
  projectedOn(day: Day): Promise<void>;
}

export interface ProjectedTenant {
  readonly tenant: string;
  readonly timeZone: string;
  /** The local day on which it was last projected as a whole; null: never. */
  readonly projectedOn: Day | null;
}

/** A tenant with something that is due. */
export interface DueTenant {
  readonly tenant: string;
  /** When the oldest of it was marked. */
  readonly since: Instant;
}

/** What one projection did. */
export interface Projected {
  /** Of each series and month that changed, when the log took the oldest usage event behind the change, where that is known. */
  readonly usageAt: readonly Instant[];
}

export interface ProjectionStore {
  /** The one that waits longest first. */
  pendingTenants(): Promise<readonly DueTenant[]>;
  /**
   * Runs `work` as the only one that projects the tenant, in any process. What is pending is read first and taken away with what `work` wrote, or neither.
   * Initiatives come after a while only: many changes share one sum. Null where nothing is due, or another process is at it.
   */
  project(tenant: string, work: (pending: Pending, transaction: ProjectionTransaction) => Promise<void>): Promise<Projected | null>;
  /** The published figures of a tenant, in any order. */
  figuresOf(tenant: string): Promise<readonly FigureRecord[]>;
  /** Names the newest change of a tenant that is not in its published figures yet; null where all are. */
  newestPending(tenant: string): Promise<string | null>;
  tenants(): Promise<readonly ProjectedTenant[]>;
  markWhole(tenant: string): Promise<void>;
  /** Writes the states that differ from the stored ones and marks their sources and months as pending. */
  changeSourceDays(tenant: string, days: readonly SourceDay[]): Promise<void>;
}
