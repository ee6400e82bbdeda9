import type { Day, Rational } from '@hemtag/kernel';
import { meterMatches, type Series } from '../meter.js';
import type { BenefitTerms, InitiativeTerms } from '../terms.js';

/** A volume of a closed month that is not what it was at the closing; null where there was, or is, none. */
export interface ChangedVolume {
  readonly series: Series;
  readonly day: Day;
  readonly then: Rational | null;
  readonly now: Rational | null;
}

/** An object of the register that has other versions than at the closing; null where it was not there. */
export interface ChangedObject {
  readonly kind: 'Tenant' | 'Source' | 'Rate' | 'Initiative' | 'ReportPlan';
  readonly name: string;
  readonly then: number | null;
  readonly now: number;
}

export interface ChangesSinceClosing {
  readonly volumes: readonly ChangedVolume[];
  readonly register: readonly ChangedObject[];
}

const ratesOf = ({ value }: BenefitTerms): ReadonlySet<string> =>
  new Set(
    value.flatMap((version) => {
      if (version.formula === 'time-saved') return [version.rate];
      return version.formula === 'emission' ? [version.factor] : [];
    }),
  );

/**
 * Why a benefit of a closed month is adjusted: of everything that has changed since the closing, what its figure depends on. Volumes that its meter counts, its
 * initiative, the rates of its formulas, and the tenant, whose time zone and currency it has. A version that changed nothing in the amount is listed, too:
 * which one did shows in its history.
 */
export function causesOf(
  { volumes, register }: ChangesSinceClosing,
  { initiative, benefit }: { initiative: InitiativeTerms; benefit: BenefitTerms },
): ChangesSinceClosing {
  const rates = ratesOf(benefit);
  const isOwn = ({ kind, name }: ChangedObject): boolean =>
    kind === 'Tenant' || (kind === 'Initiative' && name === initiative.name) || (kind === 'Rate' && rates.has(name));
  return { volumes: volumes.filter(({ series }) => meterMatches(benefit.meter, series)), register: register.filter(isOwn) };
}
