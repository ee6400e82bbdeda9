import { nearestName } from './nearest-name.js';

test('a slip of up to two letters is recognised, other words are not', () => {
  const known = ['validFrom', 'validTo', 'unitValue', 'rate'];
  expect(['validfrom', 'unitvalue', 'unitVaule', 'rat', 'validUntil', 'x', 'rope'].map((name) => nearestName(name, known))).toEqual([
    'validFrom',
    'unitValue',
    'unitValue',
    'rate',
    null,
    null,
    null,
  ]);
});
