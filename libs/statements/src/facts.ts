import type { Day, JsonValue, Month } from '@hemtag/kernel';
import type { FigureFacts, SumFacts } from './figure-facts.js';
import type { Title } from './language.js';
import type { StatementPeriod } from './period.js';
import type { Statement } from './statement.js';
import type { BenefitStatus, BenefitType, DeviationCause, EvidenceLevel, FigureState, Phase } from './vocabulary.js';

/**
 * Everything that a statement is made of, as known on one instant. Instants are RFC 3339, days and months local to the tenant, numbers decimal texts.
 *
 * Where it comes from, all of the benefit service's API:
 * - `figures`: `/v1/figures?from=&to=&asKnownOn=&exact=true`, its `figures`. `from`: January of the period's year, or the earliest `originalMonth` of an adjustment
 *   that stands in the period where that is earlier; `to`: December of the year, or the month of `asKnownOn` where that is later;
 * - `sums.period` and `sums.yearToDate`: the same request over the period, and from January up to the period's end: `benefits` and `initiatives`;
 * - `periods`: `/v1/periods`, their logs up to the instant; `confirmations` and `harvests`: `/v1/confirmations?asKnownOn=` and `/v1/harvests?asKnownOn=`;
 * - `completeness`: `/v1/completeness` over the period;
 * - `initiatives`, `rates`: `/v1/register/{kind}`, the documents and entries known on the instant, with `/v1/case` of each initiative;
 * - `causes`: `/v1/periods/{originalMonth}/changes` of each benefit that an adjustment in the period corrects.
 */
export interface StatementFacts {
  readonly tenant: TenantFacts;
  /** Left out: the facts are of the whole tenant. */
  readonly part?: PartFacts;
  readonly period: StatementPeriod;
  /** From 1; the statement of a reopened and closed again period is n + 1. */
  readonly version: number;
  readonly asKnownOn: string;
  readonly figures: readonly FigureFacts[];
  readonly sums: { readonly period: SumFacts; readonly yearToDate: SumFacts };
  readonly initiatives: readonly InitiativeFacts[];
  readonly rates: readonly RateFacts[];
  readonly periods: readonly PeriodFacts[];
  readonly confirmations: readonly ConfirmationFacts[];
  readonly harvests: readonly HarvestFacts[];
  readonly completeness: readonly SourceFacts[];
  readonly causes: readonly CauseFacts[];
  /** The report before this one, of any period; what was recorded in the register since then is listed as changed. Null: there is none. */
  readonly lastReportAt: string | null;
  /** The version before this one of the same period, for what changed; null for version 1. */
  readonly previous: { readonly statement: Statement; readonly fingerprint: string; readonly reason: string } | null;
}

/** Some departments of a tenant. Periods are the tenant's in a part, too: a month is closed for all. */
export interface PartFacts {
  /** Sorted, each once. */
  readonly departments: readonly string[];
  /** In which the whole tenant counts: what is money there is money in a part. */
  readonly currencies: readonly string[];
}

export interface TenantFacts {
  /** `SE-2281` */
  readonly name: string;
  readonly title: Title | null;
  readonly country: string | null;
  readonly timeZone: string;
  readonly currency: string;
}

/** A dated entry of the register, as `/v1/register/{kind}` gives it. */
export interface EntryFacts {
  /** `versions`, `benefits.NAME.value`, `…baseline`, `…estimate`, `…adjust`, `costs.KIND.NAME`. */
  readonly path: string;
  readonly key: string;
  readonly validFrom: Day | null;
  readonly validTo: Day | null;
  readonly recordedAt: string;
  readonly supersededAt: string | null;
  readonly author: string;
  readonly version: number;
  readonly reason: string | null;
  readonly source: string | null;
  readonly approvedBy: string | null;
  readonly content: { readonly [name: string]: JsonValue };
}
/** A version of a register object and what is other than in the one before. */
export interface VersionFacts {
  readonly version: number;
  readonly recordedAt: string;
  readonly author: string;
  readonly changes: readonly {
    readonly path: string;
    readonly change: 'added' | 'changed' | 'corrected' | 'ended' | 'removed';
    readonly from: string | null;
    readonly to: string | null;
  }[];
}
export interface RateFacts {
  readonly name: string;
  readonly unit: string;
  readonly versions: readonly VersionFacts[];
  readonly entries: readonly EntryFacts[];
}
export interface PlanLineFacts {
  readonly name: string;
  readonly measure: string | null;
  readonly responsibilityUnit: string | null;
  readonly budgetYear: number | null;
  readonly plannedAmount: string;
  readonly plannedDate: Day;
  readonly decisionRef: string | null;
}
export interface BenefitFacts {
  readonly name: string;
  readonly title: Title | null;
  readonly type: BenefitType;
  readonly polarity: 'BENEFIT' | 'DISBENEFIT';
  readonly evidence: EvidenceLevel;
  readonly cap: 'none' | 'month' | 'year';
  readonly status: BenefitStatus;
  /** What of the usage counts, and what the whole channel is, as the manifest says; null where it says nothing. */
  readonly meter: JsonValue;
  readonly potential: JsonValue;
  readonly plan: readonly PlanLineFacts[];
}
export interface InitiativeFacts {
  readonly name: string;
  readonly title: Title | null;
  readonly department: string | null;
  readonly responsibilityUnit: string | null;
  /** Left out where it names none. */
  readonly goals?: readonly string[];
  readonly benefitOwner: string | null;
  readonly controller: string | null;
  readonly phase: Phase | null;
  readonly goLive: Day | null;
  readonly processChange: Day | null;
  readonly currency: string;
  /** The first day on which it no longer counts. */
  readonly retiredFrom: Day | null;
  readonly benefits: readonly BenefitFacts[];
  readonly versions: readonly VersionFacts[];
  readonly entries: readonly EntryFacts[];
  readonly case: CaseFacts | null;
}
/** The members of `/v1/case` that a statement shows. */
export interface CaseFacts {
  readonly type: BenefitType | null;
  readonly discountRate: string;
  readonly years: number;
  readonly npv: string | null;
  readonly roi: string | null;
  readonly paybackMonths: string | null;
  readonly realisedPaybackMonths: string | null;
  readonly breakEvenShare: string | null;
  readonly costOfDelayPerMonth: string | null;
  readonly inaction: { readonly perYear: readonly string[]; readonly extra: string } | null;
}

export interface PeriodFacts {
  readonly month: Month;
  readonly state: FigureState;
  readonly version: number;
  readonly log: readonly {
    readonly sequence: number;
    readonly state: Exclude<FigureState, 'OPEN'>;
    readonly version: number;
    readonly actor: string;
    readonly reason: string | null;
    readonly recordedAt: string;
    readonly snapshotHash: string | null;
    readonly approvedBy: string | null;
    readonly approvedAt: string | null;
  }[];
}
export interface ConfirmationFacts {
  readonly figure: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly month: Month;
  readonly amount: string;
  readonly unit: string;
  readonly ofGross: string;
  readonly comment: string | null;
  readonly cause: DeviationCause | null;
  readonly action: string | null;
  readonly due: Day | null;
  readonly confirmedBy: string;
  readonly confirmedAt: string;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
}
export interface HarvestFacts {
  /** INITIATIVE/BENEFIT/PLAN_LINE */
  readonly line: string;
  readonly month: Month;
  readonly amount: string;
  readonly unit: string;
}
export interface SourceFacts {
  readonly name: string;
  readonly title: Title | null;
  readonly source: string;
  /** Its rhythm such as `P1D`; null where none is agreed. */
  readonly expectedEvery: string | null;
  readonly endedDays: number;
  readonly completeDays: number;
  readonly days: readonly {
    readonly day: Day;
    readonly state: 'COMPLETE' | 'INCOMPLETE' | 'SILENT' | 'NOT_EXPECTED' | 'OPEN';
    readonly lastEvent: string | null;
  }[];
}
/** Why the figure of a closed month is another one today. */
export interface CauseFacts {
  readonly initiative: string;
  readonly benefit: string;
  readonly month: Month;
  /** Day volumes that are not what they were at the closing. */
  readonly changedVolumes: number;
  readonly register: readonly { readonly kind: string; readonly name: string; readonly then: number | null; readonly now: number }[];
}
