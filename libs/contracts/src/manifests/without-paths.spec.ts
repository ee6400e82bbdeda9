import { withoutPaths } from './without-paths.js';

const data = { a: [{ x: 1 }, { x: 2, y: { z: 3 } }, { x: 4 }], b: 'b' };

test('values at paths are taken out, whatever the order of the paths', () => {
  expect(
    withoutPaths(data, [
      ['a', 0],
      ['a', 2, 'x'],
      ['a', 1, 'y', 'z'],
    ]),
  ).toEqual({ a: [{ x: 2, y: {} }, {}], b: 'b' });
  expect(
    withoutPaths(data, [
      ['a', 1, 'y', 'z'],
      ['a', 2, 'x'],
      ['a', 0],
    ]),
  ).toEqual({ a: [{ x: 2, y: {} }, {}], b: 'b' });
});

test('a missing field takes out the object that lacks it, once', () => {
  expect(withoutPaths(data, [['a', 0, 'n'], ['a', 0, 'm'], ['b']])).toEqual({ a: [{ x: 2, y: { z: 3 } }, { x: 4 }] });
  expect(withoutPaths(data, [['missing']])).toBeUndefined();
});
