import { rational } from '@hemtag/kernel';
import { benefit, estimate, initiative, letters, meter, query, since, unitValue, volumes } from '../test/terms.builder.js';
import { sumFigures, type PrintedFigureSum, type SumQuery } from './figure-sum.js';
import type { BenefitTerms, InitiativeTerms } from './terms.js';

const usage = volumes(letters(), { '2026-01-10': '3', '2026-02-10': '4' });
const of = (name: string, unitPrice: string, terms: Partial<InitiativeTerms> = {}, more: Partial<BenefitTerms> = {}): InitiativeTerms =>
  initiative([benefit({ value: [unitValue(unitPrice, '2026-01-01')], estimate: [estimate('24', '2026-01-01')], ...more })], { name, ...terms });
const range = { from: '2026-01', to: '2026-02' };
const tenantOf = (tenant: string, ...initiatives: readonly InitiativeTerms[]) => query({ tenant, initiatives, volumes: usage, ...range });
const sum = (over: SumQuery['over'], tenants: SumQuery['tenants'], type: SumQuery['type'] = null) => sumFigures({ tenants, over, type }, range);
const parts = (over: SumQuery['over'], tenants: SumQuery['tenants']): unknown => {
  const summed = sum(over, tenants);
  return summed.ok ? summed.value.parts.map(({ name, amount }) => [name, amount.gross]) : summed.error;
};

const TOWN = tenantOf(
  'SE-2281',
  of('a', '1', { department: 'Care', responsibilityUnit: '1' }),
  of('b', '10', { department: 'Care', responsibilityUnit: '2' }),
  of('c', '100', { department: null, responsibilityUnit: '2' }),
);

describe('a sum', () => {
  it('has a total and parts that add up to it, by initiative, department and cost centre', () => {
    const summed = sum('department', [TOWN]) as { ok: true; value: PrintedFigureSum };
    expect(summed.value).toEqual({
      over: 'department',
      from: '2026-01',
      to: '2026-02',
      type: null,
      total: {
        benefits: 3,
        quantity: { unit: 'letter', estimated: '12', counted: '21' },
        amount: { unit: 'SEK', estimated: '444.00', gross: '777.00', adjusted: '777.00' },
      },
      parts: [
        {
          name: null,
          benefits: 1,
          quantity: { unit: 'letter', estimated: '4', counted: '7' },
          amount: { unit: 'SEK', estimated: '400.00', gross: '700.00', adjusted: '700.00' },
        },
        {
          name: 'Care',
          benefits: 2,
          quantity: { unit: 'letter', estimated: '8', counted: '14' },
          amount: { unit: 'SEK', estimated: '44.00', gross: '77.00', adjusted: '77.00' },
        },
      ],
    });
    expect(parts('responsibilityUnit', [TOWN])).toEqual([
      ['1', '7.00'],
      ['2', '770.00'],
    ]);
    expect(parts('initiative', [TOWN])).toEqual([
      ['SE-2281/a', '7.00'],
      ['SE-2281/b', '70.00'],
      ['SE-2281/c', '700.00'],
    ]);
  });

  it('takes several tenants of one currency', () => {
    const other = tenantOf('SE-0186', of('a', '1000'));
    expect(parts('tenant', [TOWN, other])).toEqual([
      ['SE-0186', '7000.00'],
      ['SE-2281', '777.00'],
    ]);
  });

  it('adds amounts of different usage, whose quantities are no sum', () => {
    const pages = of('d', '2', {}, { meter: meter({ units: ['page'] }) });
    const mixed = query({ initiatives: [of('a', '1'), pages], volumes: [...usage, ...volumes(letters({ unit: 'page' }), { '2026-01-02': '5' })], ...range });
    const summed = sum('initiative', [mixed]);
    expect(summed).toMatchObject({ value: { total: { quantity: { unit: null, counted: null }, amount: { gross: '17.00' } } } });
  });

  it('is null where nothing has an amount', () => {
    expect(sum('initiative', [tenantOf('SE-2281', of('a', '1', { benefitOwner: null }))])).toMatchObject({
      value: { total: { amount: { gross: null, estimated: '4.00' } } },
    });
    expect(sum('initiative', [tenantOf('SE-2281')])).toMatchObject({ value: { total: { benefits: 0, amount: { unit: null, gross: null } }, parts: [] } });
  });
});

describe('a sum is refused', () => {
  it('over types, until one is named', () => {
    const two = tenantOf('SE-2281', of('a', '1'), of('b', '10', {}, { type: 'AVOIDANCE' }));
    for (const over of ['type', 'initiative', 'tenant'] as const)
      expect(sum(over, [two])).toEqual({ ok: false, error: { differing: { type: ['AVOIDANCE', 'FINANCIAL'] } } });
    expect(sum('initiative', [two], 'AVOIDANCE')).toMatchObject({ ok: true, value: { type: 'AVOIDANCE', total: { amount: { gross: '70.00' } } } });
  });

  it('over units, even of one type', () => {
    const km = benefit({ name: 'km', type: 'ENVIRONMENT', value: [{ formula: 'distance', perUnit: rational('11/9'), ...since('2026-01-01') }] });
    const kg = { ...km, name: 'calm', value: [{ formula: 'native', perUnit: rational('1'), unit: 'night', ...since('2026-01-01') } as const] };
    expect(sum('unit', [tenantOf('SE-2281', initiative([km, kg]))])).toEqual({ ok: false, error: { differing: { unit: ['km', 'night'] } } });
  });

  it('over tenants of different currencies, even where no amount is known', () => {
    const other = tenantOf('DK-860', of('a', '1', { currency: 'DKK' }));
    expect(sum('tenant', [TOWN, other])).toEqual({ ok: false, error: { differing: { unit: ['DKK', 'SEK'], currency: ['DKK', 'SEK'] } } });
  });
});
