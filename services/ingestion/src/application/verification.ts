import { VERIFIED_PARTS, type VerifiedPart, type VerifyDifference, type VerifyResponse } from '@hemtag/contracts';

const MAX_DIFFERENCES = 20;

interface Comparison {
  readonly tenant: string | null;
  readonly place: string;
  /** Null: there is no such row. */
  readonly stored: string | null;
  readonly recomputed: string | null;
}

/** What was compared and what differs: all is counted, the first differences are kept. */
export class Verification {
  private readonly compared = Object.fromEntries(VERIFIED_PARTS.map((part) => [part, 0])) as Record<VerifiedPart, number>;
  private readonly differences: VerifyDifference[] = [];
  private readonly detachedMonths: VerifyResponse['detachedMonths'][number][] = [];
  private differenceCount = 0;

  count(part: VerifiedPart, rows: number): void {
    this.compared[part] += rows;
  }

  compare(part: VerifiedPart, comparison: Comparison): void {
    this.count(part, 1);
    if (comparison.stored !== comparison.recomputed) this.differ(part, comparison);
  }

  differ(part: VerifiedPart, { tenant, ...comparison }: Comparison): void {
    this.differenceCount += 1;
    if (this.differences.length < MAX_DIFFERENCES) this.differences.push({ part, tenant: tenant === '' ? null : tenant, ...comparison });
  }

  /** How many differences more would be kept. */
  get room(): number {
    return MAX_DIFFERENCES - this.differences.length;
  }

  leaveOut(month: VerifyResponse['detachedMonths'][number]): void {
    this.detachedMonths.push(month);
  }

  answer(tenants: readonly string[]): VerifyResponse {
    const { compared, differences, differenceCount, detachedMonths } = this;
    return { tenants: tenants.filter((tenant) => tenant !== ''), compared, differences, differenceCount, detachedMonths };
  }
}
