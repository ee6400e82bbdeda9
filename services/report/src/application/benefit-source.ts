import type {
  CaseResponse, CompletenessResponse, ConfirmationsResponse, FiguresResponse, HarvestsResponse, KeptFiguresResponse, PeriodChangesResponse, PeriodsResponse, RegisterObject,
} from '@hemtag/contracts'; // prettier-ignore
import type { Instant } from '@hemtag/kernel';

/** The benefit service could not be asked: it may answer later. */
export class BenefitUnavailable extends Error {
  override readonly name = 'BenefitUnavailable';
}

/** The benefit service answered that it will not: asking the same again gives the same. */
export class BenefitRefused extends Error {
  override readonly name = 'BenefitRefused';

  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}

/** Of one tenant, as known on one instant; null: now. */
export interface Known {
  readonly tenant: string;
  readonly asKnownOn: Instant | null;
}
/** Months, both included. */
export interface KnownRange extends Known {
  readonly from: string;
  readonly to: string;
}

/** What the benefit service's API answers. Every method throws BenefitUnavailable or BenefitRefused. */
export interface BenefitSource {
  /** With the numbers before they were rounded. */
  figures(range: KnownRange): Promise<FiguresResponse>;
  completeness(range: KnownRange): Promise<CompletenessResponse>;
  periods(known: Known): Promise<PeriodsResponse>;
  /** What a month kept, with the exact numbers. */
  kept(query: {
    readonly tenant: string;
    readonly month: string;
    readonly version: number;
    readonly state: 'PRELIMINARY' | 'CLOSED';
  }): Promise<KeptFiguresResponse>;
  confirmations(known: Known): Promise<ConfirmationsResponse>;
  harvests(known: Known): Promise<HarvestsResponse>;
  /** All objects of the kind. */
  register(known: Known & { readonly kind: 'tenant' | 'source' | 'rate' | 'initiative' }): Promise<readonly RegisterObject[]>;
  /** All objects of the kind, of all tenants, as they are now. */
  registered(kind: 'tenant' | 'report-plan'): Promise<readonly RegisterObject[]>;
  /** Sets a month preliminary in the name of the report service. */
  setPreliminary(step: { readonly tenant: string; readonly month: string }): Promise<void>;
  /** Null where there is no such initiative. */
  case(known: Known & { readonly initiative: string }): Promise<CaseResponse | null>;
  /** Null where there is no such benefit, or the month was never closed. */
  changes(known: Known & { readonly month: string; readonly initiative: string; readonly benefit: string }): Promise<PeriodChangesResponse | null>;
}
