import * as fc from 'fast-check';

import { matchesSafePattern } from './safe-pattern.js';

describe('safe patterns', () => {
  it.each([
    ['oep-####-*', 'oep-4965-submitted', true],
    ['oep-####-*', 'oep-4965-', true],
    ['oep-####-*', 'oep-496-submitted', false],
    ['oep-####-*', 'xoep-4965-submitted', false],
    ['oep-####-*', 'oep-4965-sub mitted', false],
    ['oep-####-*', 'oep-4965-a:b', false],
    ['*:##########', 'sensor-1:1712150000', true],
    ['*:##########', 'sensor-1:17121500001', false],
    ['*a*a*', 'banana', true],
    ['*', '', true],
    ['', '', true],
    ['', 'a', false],
    ['#', '１', false],
    ['*', 'å', false],
    ['a.c', 'abc', false],
    ['(a+)+$', '(a+)+$', true],
  ])('%s on %s: %s', (pattern, value, matches) => {
    expect(matchesSafePattern(pattern, value)).toBe(matches);
  });

  it('agree with a regular expression', () => {
    const escape = (text: string): string => text.replace(/[.:()[\]\\^$|?+{}/-]/g, '\\$&');
    const asExpression = (pattern: string): RegExp => new RegExp(`^${escape(pattern).replaceAll('#', '[0-9]').replaceAll('*', '[0-9A-Za-z._-]*')}$`);
    const pattern = fc.string({ unit: fc.constantFrom(...'ab1-:.#*'), maxLength: 6 });
    const value = fc.string({ unit: fc.constantFrom(...'ab1-:.'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, value, (one, other) => matchesSafePattern(one, other) === asExpression(one).test(other)),
      { numRuns: 5_000 },
    );
  });

  it('take no longer than pattern times value', () => {
    const startedMs = performance.now();
    expect(matchesSafePattern(`${'*a'.repeat(100)}b`, 'a'.repeat(200))).toBe(false);
    expect(performance.now() - startedMs).toBeLessThan(1_000);
  });
});
