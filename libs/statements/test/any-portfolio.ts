import { addMonths, exactText, rational } from '@hemtag/kernel';
import * as fc from 'fast-check';
import { BENEFIT_TYPES } from '../src/vocabulary.js';
import type { BenefitSpec, InitiativeSpec, RowSpec } from './facts.builder.js';

const fraction = (max: number): fc.Arbitrary<string> =>
  fc.tuple(fc.integer({ min: -max, max }), fc.constantFrom(1n, 3n, 7n, 60n)).map(([n, d]) => exactText(rational(BigInt(n)).div(d)));
const maybe = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 3, nil: null });

const aRow = (month: string): fc.Arbitrary<RowSpec> =>
  fc
    .record({ estimated: maybe(fraction(500_000)), planned: fraction(9_000), counted: fraction(9_000), gross: maybe(fraction(500_000)), confirmed: maybe(fraction(500_000)) })
    .map(({ estimated, planned, counted, gross, confirmed }) => ({
      month,
      quantity: { counted, ...(estimated !== null && { estimated: planned }) },
      amount: { estimated, gross, confirmed: gross === null ? null : confirmed },
    })); // prettier-ignore

const YEAR = Array.from({ length: 12 }, (_, index) => addMonths('2026-01', index));

const aBenefit = (name: string): fc.Arbitrary<BenefitSpec> =>
  fc
    .record({ type: fc.constantFrom(...BENEFIT_TYPES), unit: fc.constantFrom('SEK', 'SEK', 'km', 'EUR'), rows: fc.tuple(...YEAR.map(aRow)) })
    .map((of) => ({ name, ...of }));

const anInitiative = (name: string): fc.Arbitrary<InitiativeSpec> =>
  fc
    .record({
      department: fc.constantFrom('Care', 'Schools', null),
      responsibilityUnit: fc.constantFrom('4711', null),
      goals: fc.subarray(['Climate', 'Easier']),
      netType: fc.constantFrom('FINANCIAL' as const, 'REDISTRIBUTED' as const, null),
      runningPerMonth: fraction(9_000),
      oneOff: fraction(90_000),
      benefits: fc.tuple(aBenefit('one'), aBenefit('two')).chain((two) => fc.constantFrom(two.slice(0, 1), two)),
    })
    .map((of) => ({ name, startsIn: '2026-01', ...of }));

/** Initiatives whose amounts are fractions, with gaps in what is estimated, realised and confirmed. */
export const aPortfolio: fc.Arbitrary<readonly InitiativeSpec[]> = fc
  .integer({ min: 1, max: 3 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anInitiative(`i${index}`))));
