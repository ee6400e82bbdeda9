import { readPromql } from './promql.js';

describe('reading PromQL', () => {
  it('names metric, matchers, range and what stands around', () => {
    const { selections, groupings } = readPromql('histogram_quantile(0.95, sum by (le, code) (rate(x_bucket{job="a",service=~"b|c"}[5m]))) > 2');
    expect(selections).toEqual([
      {
        metric: 'x_bucket',
        isRange: true,
        matchers: [
          { label: 'job', operator: '=', value: 'a' },
          { label: 'service', operator: '=~', value: 'b|c' },
        ],
        around: [
          { name: 'rate', keeps: null },
          { name: 'sum', keeps: ['le', 'code'] },
          { name: 'histogram_quantile', keeps: null },
        ],
      },
    ]);
    expect(groupings.map(({ word, labels }) => [word, labels])).toEqual([['by', ['le', 'code']]]);
  });

  it('sees the labels of both sides of a match, and every metric of both', () => {
    const { selections, groupings } = readPromql('a * on (job) group_left (version) b unless ignoring (code) max without (le) (c)');
    expect(selections.map(({ metric }) => metric)).toEqual(['a', 'b', 'c']);
    expect(groupings.map(({ word, labels, selections: from }) => [word, labels, from.map(({ metric }) => metric)])).toEqual([
      ['without', ['le'], ['c']],
      ['on', ['job'], ['a', 'b']],
      ['group_left', ['version'], ['a', 'b']],
      ['ignoring', ['code'], ['a', 'b', 'c']],
    ]);
  });

  it('sees a subquery and a modifier that follows the brackets', () => {
    const { selections } = readPromql('max_over_time((sum(rate(a[1m])) by (job))[5m:1m]) offset 5m');
    expect(selections[0]?.around.map(({ name, keeps }) => [name, keeps])).toEqual([
      ['rate', null],
      ['sum', ['job']],
      ['[:]', null],
      ['max_over_time', null],
    ]);
  });

  it.each([
    ['sum by (job, code) (a)', ['job', 'code']],
    ['sum(a)', []],
    ['sum by (job) (a) / sum by (job) (b)', ['job']],
    ['histogram_quantile(0.9, sum by (le, job) (rate(a_bucket[5m])))', ['job']],
    ['1 - min by (job) (a) > 0', ['job']],
    ['a > 1', null],
  ])('%s has the labels %p', (query, labels) => {
    expect(readPromql(query).resultLabels).toEqual(labels);
  });

  it.each(['sum(x', 'rate(x[5m]', 'x{a="b"', 'x{a=b}', '', 'x y'])('refuses %p', (query) => {
    expect(() => readPromql(query)).toThrow('no PromQL');
  });

  it('refuses a selector that hides its metric', () => {
    expect(() => readPromql('{__name__=~"hemtag_.*"}')).toThrow('names no metric');
  });
});
