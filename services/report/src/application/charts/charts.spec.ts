import { chartColours } from './chart.js';
import { lineChart } from './line-chart.js';
import { roundTicks } from './scale.js';
import { waterfallChart } from './waterfall-chart.js';

const words = {
  id: 'c1',
  title: 'Title <b>',
  description: 'In words & "quotes"',
  unit: 'SEK',
  number: (value: number, decimals: number) => value.toFixed(decimals),
};

describe('colours', () => {
  /** WCAG 2.2, relative luminance and contrast. */
  const contrastOnWhite = (colour: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => parseInt(colour.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
  };
  it.each(['realised', 'estimate', 'rise', 'fall', 'reference', 'axis'] as const)('%s is seen on white', (name) =>
    expect(contrastOnWhite(chartColours[name])).toBeGreaterThanOrEqual(3),
  );
  it('ink is read on white', () => expect(contrastOnWhite(chartColours.ink)).toBeGreaterThanOrEqual(4.5));
});

describe('round ticks', () => {
  it.each([
    [[63_000, 1_500_000], [0, 500_000, 1_000_000, 1_500_000], 0],
    [[-357_833.33, 66_000], [-400_000, -300_000, -200_000, -100_000, 0, 100_000], 0],
    [[0.4, 1], [0, 0.2, 0.4, 0.6, 0.8, 1], 1],
    [[0, 0], [0, 1], 0],
    [[11.9, 60], [0, 20, 40, 60], 0],
    [[1.1], [0, 0.25, 0.5, 0.75, 1, 1.25], 2],
  ])('enclose %j with %j', (values, ticks, decimals) => {
    expect(roundTicks(values)).toEqual({ ticks, decimals });
  });
});

describe('a line chart', () => {
  const chart = lineChart(
    {
      months: ['jan', 'feb', 'mar'],
      series: [
        { label: 'Estimate', values: [10, 20, 30], colour: '#7A7A7A', dashed: true },
        { label: 'Realised', values: [9, null, 28], colour: '#2266BB', marked: true },
      ],
      band: { label: 'Band', low: [8, 16, 24], high: [11, 22, 33] },
      level: { label: 'Break-even', value: 5 },
    },
    words,
  );

  it('says itself in words for who cannot see it, and nothing in it is markup from a name', () => {
    expect(chart.svg).toContain('role="img" aria-labelledby="c1-title c1-description"');
    expect(chart.svg).toContain('<title id="c1-title">Title &lt;b&gt;</title><desc id="c1-description">In words &amp; &quot;quotes&quot;</desc>');
    expect(chart.svg).not.toMatch(/<b>|href|<script|<image/);
  });
  it('leaves a gap where a month has no value', () => {
    // Each of the two lonely points is a circle, and so is the sample beside its name; no line joins them.
    expect(chart.svg.match(/<circle /g)).toHaveLength(3);
    expect(chart.svg.match(/stroke="#2266BB"/g)).toHaveLength(1);
  });
  it('draws the band once around low and high', () => {
    expect(chart.svg.match(/fill-opacity="0.35"/g)).toHaveLength(2);
  });
});

describe('a waterfall', () => {
  const chart = waterfallChart(
    [
      { label: 'Estimate', kind: 'level', value: 600 },
      { label: 'Volume', kind: 'change', value: -9 },
      { label: 'Price', kind: 'change', value: 24 },
      { label: 'Realised', kind: 'level', value: 615 },
    ],
    words,
  );

  it('writes its number on each bar, with the sign of a change', () => {
    expect([...chart.svg.matchAll(/text-anchor="middle">([^<]*)</g)].map(([, text]) => text)).toEqual([
      '600', 'Estimate', '-9', 'Volume', '+24', 'Price', '615', 'Realised',
    ]); // prettier-ignore
  });
  it('hangs a change on what was reached before it', () => {
    const bars = [...chart.svg.matchAll(/<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)"/g)].map(([, y, height]) => [Number(y), Number(height)]);
    const [estimate, volume, price, realised] = bars as [number[], number[], number[], number[]];
    // Volume begins at the top of the estimate and goes down; price begins where volume ends and goes up to the top of the last level.
    expect(volume[0]).toBeCloseTo(estimate[0]!, 1);
    expect(price[0]! + price[1]!).toBeCloseTo(volume[0]! + volume[1]!, 1);
    expect(realised[0]).toBeCloseTo(price[0]!, 1);
  });
});
