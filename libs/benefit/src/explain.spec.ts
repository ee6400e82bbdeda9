import { exactText, formatAmount, rational } from '@hemtag/kernel';
import { adjust, baseline, benefit, estimate, initiative, letters, meter, query, rate, spread, timeSaved, unitValue, volumes } from '../test/terms.builder.js';
import { adjustedLine, grossLine } from './calculation-line.js';
import { evidenceShare, explainFigures, listedVolumes, type ExplainedFigure } from './explain.js';
import { figuresOf, type FiguresQuery } from './figures.js';
import type { PeriodFacts } from './periods/period-facts.js';

const SEASONS = ['0.60', '0.72', '0.84', '0.96', '0.96', '0.72', '0.60', '1.20', '1.44', '1.32', '1.32', '1.32'].map((share) => rational(share));

function explained(asked: FiguresQuery, month: string, kind = 'ORIGINAL'): ExplainedFigure {
  const [found] = explainFigures(
    asked,
    figuresOf(asked).figures.filter((figure) => figure.month === month && figure.kind === kind),
  );
  if (found === undefined) throw new Error(`no ${kind} in ${month}`);
  return found;
}
const linesOf = ({ recomputed: { runs }, parts }: ExplainedFigure): (string | null)[] =>
  runs.flatMap((run) => [grossLine(run, parts.volumes[0]?.unit ?? null, parts.polarity === 'DISBENEFIT'), adjustedLine(run, parts.polarity === 'DISBENEFIT')]);
const daysOf = ({ recomputed: { runs } }: ExplainedFigure): string[] => runs.map(({ run, counted }) => `${run.from} ${run.to} ${exactText(counted)}`);

describe('the explanation', () => {
  it('writes January of series R as a line for a calculator', () => {
    const of = benefit({ estimate: [estimate('100000', '2026-01-01', { seasonality: SEASONS })] });
    const asked = query({ initiatives: [initiative([of])], volumes: spread(letters(), '2026-01', 4200n) });
    const january = explained(asked, '2026-01');
    expect(january.differences).toEqual([]);
    expect(linesOf(january)).toEqual(['4200 letter × 15.00 SEK/letter = 63000.00 SEK', null]);
    expect(daysOf(january)).toEqual(['2026-01-01 2026-02-01 4200']);
    expect(january.parts.volumes).toHaveLength(31);
    // 100 000 / 12 x 0.60 letters at 15.00.
    expect(january.recomputed.estimatedQuantity?.equals(rational('5000'))).toBe(true);
    expect(january.recomputed.estimatedAmount?.equals(rational('75000'))).toBe(true);
  });

  it('names the share measured and assumed by the evidence of the benefit', () => {
    const shares = (level: 'UPPFOLJD' | 'BERAKNAD' | 'BEDOMD' | 'LANAD'): string[] => {
      const { measured, assumed } = evidenceShare(level, rational('63000'));
      return [formatAmount(measured), formatAmount(assumed)];
    };
    expect(shares('UPPFOLJD')).toEqual(['63000.00', '0.00']);
    expect(shares('BERAKNAD')).toEqual(['63000.00', '0.00']);
    expect(shares('BEDOMD')).toEqual(['0.00', '63000.00']);
    expect(shares('LANAD')).toEqual(['0.00', '63000.00']);
  });

  it('splits a month where the hourly cost changes on the 15th, and writes what adjustment leaves', () => {
    const of = benefit({
      type: 'REDISTRIBUTED',
      value: [timeSaved('22.5', '2026-01-01')],
      adjust: [adjust('2026-01-01', { deadweight: rational('0.10'), attribution: rational('0.95'), redeployable: rational('0.4') })],
    });
    const rates = [rate('hourly-cost', 'SEK/h', ['2026-01-01', '347.04'], ['2026-03-15', '358.84'])];
    const march = explained(
      query({ initiatives: [initiative([of])], rates, volumes: volumes(letters(), { '2026-03-14': '400', '2026-03-15': '600' }) }),
      '2026-03',
    );
    expect(march.differences).toEqual([]);
    expect(daysOf(march)).toEqual(['2026-03-01 2026-03-15 400', '2026-03-15 2026-04-01 600']);
    // 150 h at 347.04 and 225 h at 358.84.
    expect(linesOf(march)).toEqual([
      '400 letter × 22.5 min × 1/60 h/min × 347.04 SEK/h = 52056.00 SEK',
      '52056.00 SEK × (1 - 0.10) × 0.95 × 0.40 = 17803.15 SEK',
      '600 letter × 22.5 min × 1/60 h/min × 358.84 SEK/h = 80739.00 SEK',
      '80739.00 SEK × (1 - 0.10) × 0.95 × 0.40 = 27612.74 SEK',
    ]);
  });

  it('shows how a cap was filled, and lists usage of earlier months only where they filled it', () => {
    // Domain vector d8: 1 300 looks against 1 000 a month.
    const capped = benefit({ value: [unitValue('100', '2026-01-01')], baseline: [baseline('12000', '2026-01-01')], cap: 'month' });
    const used = volumes(letters(), { '2026-02-03': '900', '2026-02-04': '400' });
    const february = explained(query({ initiatives: [initiative([capped])], volumes: used }), '2026-02');
    expect(february.differences).toEqual([]);
    expect(linesOf(february)).toEqual(['1000 letter × 100.00 SEK/letter = 100000.00 SEK', null]);
    expect(february.recomputed.days.map(({ day, room, excess }) => [day, room && exactText(room), exactText(excess)])).toEqual([
      ['2026-02-03', '1000', '0'],
      ['2026-02-04', '100', '300'],
    ]);
    const byYear = query({
      initiatives: [initiative([{ ...capped, cap: 'year' }])],
      volumes: volumes(letters(), { '2026-01-10': '11000', '2026-02-10': '500', '2026-03-10': '800' }),
    });
    const usesIn = (month: string): string[] => {
      const { parts, recomputed } = explained(byYear, month);
      return listedVolumes(parts, recomputed).map(({ day, use }) => `${day} ${use}`);
    };
    expect(usesIn('2026-02')).toEqual(['2026-02-10 metered']);
    expect(usesIn('2026-03')).toEqual(['2026-03-10 metered', '2026-01-10 cap', '2026-02-10 cap']);
    expect(exactText(explained(byYear, '2026-03').recomputed.countedBefore)).toBe('11500');
  });

  it('writes every formula, and a disbenefit with its sign', () => {
    const rates = [rate('kg-per-km', 'kg/km', ['2026-01-01', '0.1326'])];
    const line = (terms: Parameters<typeof benefit>[0], series = letters()): string | null | undefined =>
      linesOf(explained(query({ initiatives: [initiative([benefit(terms)])], rates, volumes: volumes(series, { '2026-01-05': '9000' }) }), '2026-01'))[0];
    const validity = { validFrom: '2026-01-01', validTo: null };
    const perUnit = rational('11/9');
    expect(line({ value: [{ formula: 'distance', perUnit, ...validity }] })).toBe('9000 letter × 11/9 km/letter = 11000.00 km');
    // Domain vector d14.
    expect(line({ value: [{ formula: 'emission', perUnit, factor: 'kg-per-km', ...validity }] })).toBe(
      '9000 letter × 11/9 km/letter × 0.1326 kg/km = 1458.60 kg CO2e',
    );
    expect(line({ value: [{ formula: 'native', perUnit: rational('2'), unit: 'page', ...validity }] })).toBe('9000 letter × 2 page/letter = 18000.00 page');
    expect(line({ polarity: 'DISBENEFIT' })).toBe('9000 letter × 15.00 SEK/letter × (-1) = -135000.00 SEK');
    const fees = letters({ measure: { name: 'fee', unit: 'SEK' } });
    expect(line({ meter: meter({ measure: 'fee' }), value: [{ formula: 'amount', ...validity }] }, fees)).toBe('9000 SEK = 9000.00 SEK');
  });

  it('gives an adjustment from the restated month and what was reported of it', () => {
    // Domain vector d16: March closed at 6 650 letters, 50 more came late.
    const asked = (facts: PeriodFacts): FiguresQuery =>
      query({ initiatives: [initiative([benefit()])], volumes: volumes(letters(), { '2026-03-10': '6700' }), periods: facts });
    const reported = { initiative: 'digital-post', benefit: 'postage', unit: 'SEK' };
    const march = { ...reported, month: '2026-03', kind: 'ORIGINAL' as const, originalMonth: null, asReported: rational('99750') };
    const closing = (month: string) => ({
      month,
      sequence: 1,
      version: 1,
      state: 'CLOSED' as const,
      actor: 'Karin',
      reason: null,
      at: Date.parse('2026-04-08T08:00:00Z'),
    });
    const open = explained(asked({ log: [closing('2026-03')], reported: [march], confirmations: [], harvests: [] }), '2026-04', 'ADJUSTMENT');
    expect(open.differences).toEqual([]);
    expect(open.figure.amount.asReported).toBe('750.00');
    expect(open.booking).toMatchObject({ originalMonth: '2026-03', isFrozen: false, reported: [{ month: '2026-03' }] });
    expect(linesOf(open)).toEqual(['6700 letter × 15.00 SEK/letter = 100500.00 SEK', null]);
    const booked = { ...reported, month: '2026-04', kind: 'ADJUSTMENT' as const, originalMonth: '2026-03', asReported: rational('750') };
    const frozen = explained(
      asked({ log: [closing('2026-03'), closing('2026-04')], reported: [march, booked], confirmations: [], harvests: [] }),
      '2026-04',
      'ADJUSTMENT',
    );
    expect(frozen.differences).toEqual([]);
    expect(frozen.booking).toMatchObject({ isFrozen: true });
  });
});
