import { allocate } from './allocation.js';

describe('allocate', () => {
  it('gives the rest to the largest remainders', () => {
    // 10 over 1:1:1 is 3.33 each, the first takes the rest; 7 over 1:2:4 is 1, 2, 4.
    expect(allocate({ total: 10, weights: [1, 1, 1], minimum: 0 })).toEqual([4, 3, 3]);
    expect(allocate({ total: 7, weights: [1, 2, 4], minimum: 0 })).toEqual([1, 2, 4]);
  });

  it('gives every share with weight its minimum and one without weight nothing', () => {
    expect(allocate({ total: 12, weights: [0, 1, 1000, 0], minimum: 1 })).toEqual([0, 1, 11, 0]);
  });

  it('refuses a minimum that the total cannot pay', () => {
    expect(() => allocate({ total: 1, weights: [1, 1], minimum: 1 })).toThrow('1 cannot give 2 shares at least 1 each');
  });
});
