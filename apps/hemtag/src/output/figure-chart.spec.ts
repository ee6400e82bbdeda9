import type { FigureRow, FiguresResponse } from '@hemtag/contracts';
import { figureCharts } from './figure-chart.js';

interface Drawn {
  readonly month: string;
  readonly gross: string | null;
  readonly estimated: string | null;
  readonly type?: FigureRow['type'];
  readonly unit?: string | null;
  readonly kind?: FigureRow['kind'];
}

function figure({ month, gross, estimated, type = 'FINANCIAL', unit = 'SEK', kind = 'ORIGINAL' }: Drawn): FigureRow {
  const quantity = { unit: 'letter', estimated: null, low: null, high: null, actual: null, counted: null, excess: null };
  const amount = { unit, estimated, gross, adjusted: null, confirmed: null, harvested: null, asReported: null };
  return {
    id: `${type}-${month}`, kind, initiative: 'i', benefit: 'b', type, evidence: 'BEDOMD', month, state: 'OPEN', quantity, amount,
    hours: null, adoption: null, rate: null, complete: true, confirmation: null, reason: null,
  } as FigureRow; // prettier-ignore
}

const charts = (from: string, to: string, rows: readonly Drawn[], columns = 80): string =>
  figureCharts(
    { tenant: 'SE-2281', from, to, asKnownOn: '2026-01-01T00:00:00+01:00', figures: rows.map(figure), benefits: [], initiatives: [] } as FiguresResponse,
    columns,
  );

const HEAD = 'SE-2281, 2025-01 to 2025-06\n█ realised (gross)   ─ estimated   a month without █ has no figure; ▁ is 0\n';

test('bars from 0 on, a stroke at the estimate, nothing where there is no figure, a line at 0, and below it what is negative', () => {
  const rows = [
    ['2025-01', '40', '40'],
    ['2025-02', '20', '40'],
    ['2025-03', '0', '40'],
    ['2025-04', null, '40'],
    ['2025-05', '-20', null],
    ['2025-06', '60', '20'],
  ] as const;
  const text = charts(
    '2025-01',
    '2025-06',
    rows.map(([month, gross, estimated]) => ({ month, gross, estimated })),
  );
  // Ticks of 20, three rows apart.
  expect(text).toBe(`${HEAD}
FINANCIAL, SEK a month
   ▲
 60┤                                   ██
   │                                   ██
   │                                   ██
 40┤──     ──     ──     ──            ██
   │██                                 ██
   │██                                 ██
 20┤██     ██                          ──
   │██     ██                          ██
   │██     ██                          ██
  0┤██     ██     ▁▁            ██     ██
   │                            ██
   │                            ██
-20┤                            ██
   └┬──────┬──────┬──────┬──────┬──────┬▶
   01     02     03     04     05     06
`);
});

test('one chart for each type and unit, with the benefits of one added up, and none where nothing is known', () => {
  const month = '2025-01';
  const text = charts(month, month, [
    { month, gross: '1500.50', estimated: '1000', type: 'AVOIDANCE' },
    { month, gross: '1.25', estimated: null },
    { month, gross: '2.25', estimated: '3.00' },
    { month, gross: '7', estimated: '8', unit: 'EUR' },
    { month, gross: '900', estimated: '900', kind: 'ADJUSTMENT' },
    { month, gross: null, estimated: null, type: 'QUALITY', unit: 'h' },
    { month, gross: null, estimated: null, type: 'QUALITY', unit: null },
  ]);
  expect(text.split('\n').filter((line) => line.includes('a month\n') || line.endsWith('a month'))).toEqual([
    'FINANCIAL, EUR a month',
    'FINANCIAL, SEK a month',
    'AVOIDANCE, SEK a month',
  ]);
  // 1.25 + 2.25 = 3.5 lies half a tick above the estimate of 3; the adjustment of 900 is in no bar.
  expect(text).toContain('4┤');
  expect(text).toContain('2000┤');
  expect(text).not.toContain('900');
});

test('nothing at all is a sentence', () => {
  expect(charts('2025-01', '2025-01', [{ month: '2025-01', gross: null, estimated: null }])).toBe(
    'SE-2281, 2025-01\n\nNothing is realised or estimated in these months.\n',
  );
});

const longest = (text: string): number =>
  Math.max(
    ...text
      .split('\n')
      .slice(2)
      .map((line) => line.length),
  );
const year = Array.from({ length: 12 }, (_, index): Drawn => ({
  month: `2025-${String(index + 1).padStart(2, '0')}`,
  gross: '123456.78',
  estimated: '100000',
}));

test.each([40, 60, 80, 120, 200])('it fits a screen of %d columns', (columns) => {
  const text = charts('2025-01', '2025-12', year, columns);
  expect(longest(text)).toBeLessThanOrEqual(columns);
  for (const character of ['\u001b', '\u00a0', '\r', '\t']) expect(text).not.toContain(character);
});

test('where a month has less than three columns, only some of them are named', () => {
  const rows = Array.from({ length: 36 }, (_, index): Drawn => ({
    month: `${2024 + Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`,
    gross: String(index),
    estimated: '10',
  }));
  const lines = charts('2024-01', '2026-12', rows).trimEnd().split('\n');
  expect(lines.at(-1)?.trim().split(/ +/)).toEqual(Array.from({ length: 18 }, (_, index) => String(((index * 2) % 12) + 1).padStart(2, '0')));
  const narrow = charts('2024-01', '2026-12', rows, 50).trimEnd().split('\n');
  expect(narrow.at(-1)?.trim().split(/ +/).slice(0, 5)).toEqual(['01', '04', '07', '10', '01']);
});

test('equal amounts, only zeros, and amounts below one keep a scale', () => {
  const month = '2025-01';
  expect(charts(month, month, [{ month, gross: '0', estimated: '0' }])).toContain('0┤');
  const small = charts(month, month, [{ month, gross: '0.03', estimated: '0.02' }]);
  expect(small).toContain('0.03┤');
  expect(small).toContain('0.00┤');
});
