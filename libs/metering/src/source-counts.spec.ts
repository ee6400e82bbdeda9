import { countBySource } from './source-counts.js';

describe('outcomes by source', () => {
  it('are counted per tenant and source, in their order', () => {
    const item = (tenant: string, source: string, kind: 'accept' | 'duplicate' | 'conflict' | 'reject') => ({ tenant, source, kind });
    expect(
      countBySource([
        item('b', '/1', 'accept'),
        item('a', '/2', 'duplicate'),
        item('a', '/1', 'reject'),
        item('b', '/1', 'accept'),
        item('b', '/1', 'conflict'),
      ]),
    ).toEqual([
      { tenant: 'a', source: '/1', accepted: 0, duplicate: 0, conflict: 0, rejected: 1 },
      { tenant: 'a', source: '/2', accepted: 0, duplicate: 1, conflict: 0, rejected: 0 },
      { tenant: 'b', source: '/1', accepted: 2, duplicate: 0, conflict: 1, rejected: 0 },
    ]);
  });
});
