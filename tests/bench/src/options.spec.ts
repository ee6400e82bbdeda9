import { PARTS, readOptions } from './options.js';

test('an argument that means nothing is refused with its name', () => {
  expect(() => readOptions(['--runs', '0'])).toThrow('--runs');
  expect(() => readOptions(['--only', 'a,x'])).toThrow('--only');
  expect([...readOptions([]).parts]).toEqual(PARTS);
});
