import type { Amendment, UsageValues } from '@hemtag/metering';

/** What a row of amendments says; without values it is a retraction. */
export interface SaidRow {
  readonly source: string;
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly instant: number;
  readonly values: UsageValues | null;
}

export const toAmendment = ({ values, ...sending }: SaidRow): Amendment =>
  values === null ? { kind: 'retracted', ...sending } : { kind: 'corrected', ...sending, values };
