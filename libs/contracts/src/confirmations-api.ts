/** Why a figure is not what was planned; a closed set. */
export const DEVIATION_CAUSES = ['volume', 'price', 'adoption', 'data-gap', 'baseline-error'] as const;
export type DeviationCause = (typeof DEVIATION_CAUSES)[number];

/** `POST /v1/confirmations`: what the benefit owner says of a figure. `action` and `due` come together. */
export interface ConfirmRequest {
  readonly figure: string;
  readonly amount: string;
  readonly comment?: string;
  readonly cause?: DeviationCause;
  readonly action?: string;
  readonly due?: string;
}
/** `POST /v1/confirmations/review`: the controller has looked at the newest confirmation of the figure. */
export interface ReviewRequest {
  readonly figure: string;
}

/** The newest confirmation of a figure. */
export interface ConfirmationAnswer {
  readonly figure: string;
  readonly initiative: string;
  readonly benefit: string;
  readonly month: string;
  readonly amount: string;
  readonly unit: string;
  /** The gross that it was said of; a gross that changes later leaves it as it is. */
  readonly ofGross: string;
  readonly comment: string | null;
  readonly cause: DeviationCause | null;
  readonly action: string | null;
  readonly due: string | null;
  readonly confirmedBy: string;
  readonly confirmedAt: string;
  readonly reviewedBy: string | null;
  readonly reviewedAt: string | null;
}
/** `GET /v1/confirmations?tenant=&month=&asKnownOn=`, by figure. */
export interface ConfirmationsResponse {
  readonly tenant: string;
  readonly confirmations: readonly ConfirmationAnswer[];
}

/** `POST /v1/harvests?tenant=`: what a line of the plan took out of a budget in a month. The newest amount of a line and month holds. */
export interface HarvestRequest {
  /** INITIATIVE/BENEFIT/PLAN_LINE */
  readonly line: string;
  readonly month: string;
  readonly amount: string;
}
export type HarvestWarning = 'OVER_HARVESTED';
export interface HarvestAnswer {
  readonly line: string;
  readonly month: string;
  readonly amount: string;
  readonly unit: string;
  readonly harvestedBy: string;
  readonly harvestedAt: string;
}
export interface HarvestResponse extends HarvestAnswer {
  readonly tenant: string;
  /** Over all months of the line. */
  readonly harvested: string;
  readonly planned: string;
  readonly warnings: readonly HarvestWarning[];
}
/** `GET /v1/harvests?tenant=&asKnownOn=`, by line and month. */
export interface HarvestsResponse {
  readonly tenant: string;
  readonly harvests: readonly HarvestAnswer[];
}
