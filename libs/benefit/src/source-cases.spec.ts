import { monthRange, rational, type Month } from '@hemtag/kernel';
import {
  adjust,
  baseline,
  benefit,
  estimate,
  initiative,
  letters,
  meter,
  query,
  rate,
  running,
  since,
  spread,
  timeSaved,
  unitValue,
} from '../test/terms.builder.js';
import { figuresOf, type Figures } from './figures.js';
import type { DayVolume, Series } from './meter.js';

/** Whole items over a year, the rest in December. */
function year(series: Series, of: number, items: bigint): DayVolume[] {
  const months = monthRange(`${of}-01`, `${of}-12`);
  const each = items / 12n;
  return months.flatMap((month: Month, index) => spread(series, month, index === 11 ? items - 11n * each : each));
}
const sumOf = ({ benefits }: Figures, name: string): Figures['benefits'][number] | undefined => benefits.find(({ benefit: of }) => of === name);

describe('published cases', () => {
  it('Botkyrka: 9 000 camera checks give 900 000 kr, 11 000 km and 1 458.60 kg', () => {
    const checks = meter({ subjects: ['supervision:night-camera'], units: ['check'], channels: ['camera'] });
    const one = { meter: checks, baseline: [baseline('9000', '2020-01-01')] };
    const factor = rational('11/9');
    const figures = figuresOf(
      query({
        initiatives: [
          initiative(
            [
              benefit({ ...one, name: 'night-staff-time', type: 'REDISTRIBUTED', value: [unitValue('100.00', '2020-01-01')] }),
              benefit({ ...one, name: 'avoided-distance', type: 'ENVIRONMENT', value: [{ formula: 'distance', perUnit: factor, ...since('2020-01-01') }] }),
              benefit({
                ...one,
                name: 'avoided-co2',
                type: 'ENVIRONMENT',
                value: [{ formula: 'emission', perUnit: factor, factor: 'car-co2', ...since('2020-01-01') }],
              }),
            ],
            { name: 'night-supervision', processChange: '2020-01-01' },
          ),
        ],
        rates: [rate('car-co2', 'kg/km', ['2020-01-01', '0.1326'])],
        volumes: year(letters({ subject: 'supervision:night-camera', unit: 'check', channel: 'camera' }), 2020, 9000n),
        from: '2020-01',
        to: '2020-12',
      }),
    );
    expect(sumOf(figures, 'night-staff-time')).toMatchObject({
      amount: { unit: 'SEK', gross: '900000.00' },
      quantity: { unit: 'check', actual: '9000', counted: '9000' },
    });
    expect(sumOf(figures, 'avoided-distance')).toMatchObject({ amount: { unit: 'km', gross: '11000.00' } });
    expect(sumOf(figures, 'avoided-co2')).toMatchObject({ amount: { unit: 'kg CO2e', gross: '1458.60' } });
    // Never one sum over units: the two of ENVIRONMENT stay apart, and the only monetary type carries the net.
    expect(figures.initiatives[0]).toMatchObject({
      byType: [
        { type: 'REDISTRIBUTED', unit: 'SEK', gross: '900000.00' },
        { type: 'ENVIRONMENT', unit: 'kg CO2e', gross: '1458.60' },
        { type: 'ENVIRONMENT', unit: 'km', gross: '11000.00' },
      ],
      net: '900000.00',
      warnings: ['NO_RUNNING_COST'],
    });
  });

  it('Sundsvall: 100 000 digital letters give 1 500 000 kr, as estimated, 1 250 000 after operation', () => {
    const figures = figuresOf(
      query({
        initiatives: [
          initiative([benefit({ estimate: [estimate('100000', '2026-01-01')] })], {
            costs: [running('250000', '2026-01-01'), { kind: 'ONE_OFF', name: 'introduction', amount: rational('400000'), date: '2026-01-01' }],
          }),
        ],
        volumes: [
          ...year(letters(), 2026, 100000n),
          ...year(letters({ outcome: 'failure' }), 2026, 1200n),
          ...year(letters({ subject: 'message:sms' }), 2026, 99n),
        ],
      }),
    );
    expect(figures.benefits[0]).toMatchObject({ amount: { gross: '1500000.00', estimated: '1500000.00' }, rate: '100.00', quantity: { actual: '100000' } });
    expect(figures.initiatives[0]).toMatchObject({ net: '1250000.00', cumulativeNet: '850000.00', warnings: [] });
  });

  it('Sundsvall: the amounts of the home-care control add up to 6 000 000 kr', () => {
    const queue = letters({ subject: 'rpa-queue:home-care-hours', unit: 'transaction', channel: 'robot' });
    const figures = figuresOf(
      query({
        initiatives: [
          initiative([
            benefit({
              type: 'AVOIDANCE',
              meter: meter({ subjects: ['rpa-queue:home-care-hours'], units: ['transaction'], measure: 'amount' }),
              value: [{ formula: 'amount', ...since('2026-01-01') }],
              baseline: [baseline('0', '2026-01-01')],
            }),
          ]),
        ],
        volumes: [
          ...year({ ...queue, measure: { name: 'amount', unit: 'SEK' } }, 2026, 6000000n),
          ...year({ ...queue, measure: { name: 'amount', unit: 'EUR' } }, 2026, 700n),
          ...year(queue, 2026, 4800n),
        ],
      }),
    );
    expect(figures.benefits[0]).toMatchObject({ amount: { unit: 'SEK', gross: '6000000.00' }, quantity: { unit: 'SEK', actual: '6000000' }, reason: null });
    expect(figures.initiatives[0]).toMatchObject({ net: '6000000.00' });
  });

  it('Sundsvall: 1 000 calls of 22.5 minutes free 375 hours, of which 40 % can be used', () => {
    const figures = figuresOf(
      query({
        initiatives: [
          initiative([
            benefit({
              type: 'REDISTRIBUTED',
              meter: meter({ subjects: ['ai-app:speech-to-text'], units: ['call'] }),
              value: [timeSaved('22.5', '2026-01-01')],
              adjust: [adjust('2026-01-01', { redeployable: rational('0.40') })],
            }),
          ]),
        ],
        volumes: year(letters({ subject: 'ai-app:speech-to-text', unit: 'call' }), 2026, 1000n),
      }),
    );
    expect(figures.benefits[0]).toMatchObject({
      amount: { unit: 'SEK', gross: '130140.00', adjusted: '52056.00' },
      hours: { gross: '375.00', adjusted: '150.00', unclaimed: '225.00', fte: '0.22' },
    });
  });

  it('Sundsvall: 500 case summaries of two hours give 347 040 kr', () => {
    const figures = figuresOf(
      query({
        initiatives: [
          initiative([
            benefit({
              type: 'REDISTRIBUTED',
              meter: meter({ subjects: ['ai-app:*'], units: ['case'] }),
              value: [timeSaved('120', '2026-01-01')],
              adjust: [adjust('2026-01-01', { redeployable: rational('1') })],
            }),
          ]),
        ],
        volumes: year(letters({ subject: 'ai-app:case-summary', unit: 'case' }), 2026, 500n),
      }),
    );
    expect(figures.benefits[0]).toMatchObject({
      amount: { gross: '347040.00', adjusted: '347040.00' },
      hours: { gross: '1000.00', adjusted: '1000.00', unclaimed: '0.00', fte: '0.59' },
    });
  });

  it('Hjørring: 300 video interpretations give 150 000 DKK', () => {
    const figures = figuresOf(
      query({
        initiatives: [
          initiative([benefit({ meter: meter({ subjects: ['interpreting:video'], units: ['booking'] }), value: [unitValue('500.00', '2026-01-01')] })], {
            currency: 'DKK',
          }),
        ],
        volumes: year(letters({ subject: 'interpreting:video', unit: 'booking' }), 2026, 300n),
        timeZone: 'Europe/Copenhagen',
      }),
    );
    expect(figures.benefits[0]).toMatchObject({ amount: { unit: 'DKK', gross: '150000.00' }, quantity: { actual: '300' } });
  });

  it('Lidingö: without a published value the volume is followed up and the amount stays empty', () => {
    const figures = figuresOf(
      query({
        initiatives: [
          initiative([
            benefit({ type: 'REDISTRIBUTED', meter: meter({ subjects: ['process:resident-parking'], units: ['permit'] }), value: [], baseline: [] }),
          ]),
        ],
        volumes: year(letters({ subject: 'process:resident-parking', unit: 'permit' }), 2026, 1200n),
      }),
    );
    expect(figures.figures).toHaveLength(12);
    expect(figures.figures[0]).toMatchObject({
      quantity: { actual: '100', counted: '100' },
      amount: { unit: null, gross: null, adjusted: null },
      reason: 'NO_VALUE',
    });
    expect(figures.benefits[0]).toMatchObject({
      quantity: { unit: 'permit', actual: '1200', counted: '1200' },
      amount: { unit: null, estimated: null, gross: null, adjusted: null },
      rate: null,
      reason: 'NO_VALUE',
    });
    expect(figures.initiatives[0]).toMatchObject({ byType: [], net: null, cumulativeNet: null, warnings: ['NET_UNDEFINED', 'NO_RUNNING_COST'] });
  });
});
