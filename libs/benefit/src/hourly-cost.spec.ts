import { formatAmount, rational, type Rational } from '@hemtag/kernel';

const of = (text: string): Rational => rational(text);

// The register keeps an hourly cost as it was approved, rounded, with its method as text. These are the methods of domain.md d1, so that whoever
// registers a rate can see that exact arithmetic gives the published numbers, and what rounding it first means (d2).
it('an hourly cost is what its method gives, rounded once (d1)', () => {
  const inera = of('32000').div(of('142')).mul(of('1.54'));
  const byPo = (hours: string): Rational => of('32000').mul(of('12')).mul(of('1.4453')).div(of(hours));
  const board = of('257').mul(of('1.496'));
  expect([inera, byPo('1704'), byPo('1680'), board].map(formatAmount)).toEqual(['347.04', '325.70', '330.35', '384.47']);
  expect(formatAmount(of(formatAmount(board)).mul(of('1.47')))).toBe('565.17');
  // 375 hours at the rate as approved, and at the one that was never rounded.
  expect([of('347.04'), inera].map((cost) => formatAmount(cost.mul(of('375'))))).toEqual(['130140.00', '130140.85']);
});
