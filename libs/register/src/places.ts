import type { PeriodFault, Period } from './dated-periods.js';
import type { LocalFault } from './register-fault.js';

/** Where benefits and entries stand in the file that is being applied; those that it does not name have no place. */
export type Places = ReadonlyMap<object, string>;

/** The place of the first part that the file names, with its field; else the fallback. */
export function placeOf(places: Places, parts: readonly { readonly part: object; readonly field?: string }[], fallback: string): string {
  for (const { part, field } of parts) {
    const place = places.get(part);
    if (place !== undefined) return field === undefined ? place : `${place}.${field}`;
  }
  return fallback;
}

const GAP = 'leaves a gap after the entry before, which ends on';
const OVERLAP = 'overlaps the entry before, which ends on';

/** Period faults of one list as faults of the file. `gaps` says whether days between two entries are a fault. */
export function describePeriods<T extends Period & object>(
  faults: readonly PeriodFault<T>[],
  { places, listPath, gaps }: { places: Places; listPath: string; gaps: 'refused' | 'allowed' },
): LocalFault[] {
  return faults.flatMap((fault): LocalFault[] => {
    if (fault.problem === 'empty') {
      return [
        {
          path: placeOf(places, [{ part: fault.entry, field: 'validTo' }], listPath),
          detail: 'must be later than validFrom: validTo is the first day that no longer counts',
        },
      ];
    }
    if (fault.problem === 'gap' && gaps === 'allowed') return [];
    const path = placeOf(
      places,
      [
        { part: fault.entry, field: 'validFrom' },
        { part: fault.previous, field: 'validTo' },
      ],
      listPath,
    );
    const [start, end] = [String(fault.entry.validFrom), String(fault.previous.validTo)];
    if (path.endsWith('validTo'))
      return [{ path, detail: `${fault.problem === 'gap' ? 'leaves a gap before' : 'overlaps'} the next entry, which begins on ${start}` }];
    return [{ path, detail: `${fault.problem === 'gap' ? GAP : OVERLAP} ${end}` }];
  });
}
