import type { FiguresResponse } from '@hemtag/contracts';
import { comparisonTable } from './comparison-table.js';
import { compareCase, type ExpectedCase } from './comparison.js';

const expected: ExpectedCase = {
  tenant: 'SE-2281',
  initiative: 'digital-post',
  benefit: 'postage-and-handling',
  year: 2025,
  quantity: '100000',
  unit: 'SEK',
  gross: '1500000.00',
  net: '1250000.00',
};

function answer(gross: string | null): FiguresResponse {
  return {
    tenant: 'SE-2281',
    from: '2025-01',
    to: '2025-12',
    asKnownOn: '2026-01-01T00:00:00+01:00',
    figures: [],
    benefits: [
      {
        initiative: 'digital-post',
        benefit: 'postage-and-handling',
        type: 'FINANCIAL',
        hours: null,
        adoption: null,
        rate: null,
        harvestRate: null,
        forecast: { method: 'seasonal', amount: null, plan: null },
        variance: null,
        unrealised: { plan: null, potential: null },
        reason: null,
        quantity: { unit: 'letter', estimated: null, low: null, high: null, actual: '100000', counted: '100000', excess: '0', mean: null },
        amount: { unit: 'SEK', estimated: null, gross, adjusted: gross, confirmed: null, harvested: null, asReported: null },
      },
    ],
    initiatives: [
      {
        initiative: 'digital-post',
        currency: 'SEK',
        byType: [],
        runningCost: '250000.00',
        oneOffCost: '400000.00',
        net: '1250000.00',
        cumulativeNet: '850000.00',
        warnings: [],
      },
    ],
  };
}

test('a case is equal only where every named figure is', () => {
  expect(compareCase(expected, answer('1500000.00')).equal).toBe(true);
  const off = compareCase(expected, answer('1499999.99'));
  expect(off.equal).toBe(false);
  expect(off.values.filter((value) => !value.equal).map((value) => value.name)).toEqual(['gross']);
});

test('null is an expectation of its own and a missing figure is never equal to it', () => {
  expect(compareCase({ ...expected, gross: null }, answer(null)).equal).toBe(true);
  const missing = compareCase({ ...expected, gross: null }, { ...answer(null), benefits: [] });
  expect(missing.equal).toBe(false);
  expect(comparisonTable([missing])).toContain('(missing)');
});
