import type { Day } from '@hemtag/kernel';
import type { Validity } from './terms.js';

/** The version that began last on or before the day, ended or not; null before the first. Versions may come in any order. */
export function latestFrom<V extends Validity>(versions: readonly V[], day: Day): V | null {
  let latest: V | null = null;
  for (const version of versions) {
    if (version.validFrom <= day && (latest === null || version.validFrom > latest.validFrom)) latest = version;
  }
  return latest;
}

/** The version in force on the day: the one that began last, unless its `validTo` is reached. */
export function inForce<V extends Validity>(versions: readonly V[], day: Day): V | null {
  const latest = latestFrom(versions, day);
  return latest !== null && (latest.validTo === null || day < latest.validTo) ? latest : null;
}

/** The version with the first `validFrom`; null where there is none. */
export function earliest<V extends Validity>(versions: readonly V[]): V | null {
  let first: V | null = null;
  for (const version of versions) {
    if (first === null || version.validFrom < first.validFrom) first = version;
  }
  return first;
}

/** The version for a quantity that always has one: the latest, before its first the first; null only where there is none at all. */
export const nearest = <V extends Validity>(versions: readonly V[], day: Day): V | null => latestFrom(versions, day) ?? earliest(versions);

/** Every version that is the latest one on some day from `first` to `last`, both included. */
export function latestWithin<V extends Validity>(versions: readonly V[], first: Day, last: Day): V[] {
  const standing = latestFrom(versions, first);
  return versions.filter((version) => version === standing || (version.validFrom > first && version.validFrom <= last));
}

/** The first day after `day` on which another version may be in force; null where nothing changes any more. */
export function nextChange(versions: readonly Validity[], day: Day): Day | null {
  let next: Day | null = null;
  for (const { validFrom, validTo } of versions) {
    for (const bound of [validFrom, validTo]) {
      if (bound !== null && bound > day && (next === null || bound < next)) next = bound;
    }
  }
  return next;
}
