import { readScrape, seriesNamesOf } from './scrape.js';

const TEXT = `# HELP a_total What is counted.
# TYPE a_total counter
a_total{code="X",text="with \\"quotes\\", a comma and }"} 3
a_total 4 1700000000000

# HELP b_seconds What takes time.
# TYPE b_seconds histogram
b_seconds_bucket{le="+Inf"} 2
b_seconds_sum 0.5
b_seconds_count 2
`;

test('a scrape is read line by line', () => {
  const scrape = readScrape(TEXT);
  expect([...scrape.keys()]).toEqual(['a_total', 'b_seconds']);
  expect(scrape.get('a_total')).toEqual({
    type: 'counter',
    help: 'What is counted.',
    samples: [
      { name: 'a_total', labels: { code: 'X', text: 'with \\"quotes\\", a comma and }' }, value: 3 },
      { name: 'a_total', labels: {}, value: 4 },
    ],
  });
  expect([...seriesNamesOf(scrape)]).toEqual(['a_total', 'b_seconds_bucket', 'b_seconds_sum', 'b_seconds_count']);
});

test('what is no scrape is refused', () => {
  expect(() => readScrape('<html>')).toThrow('not a line of a scrape');
  expect(() => readScrape('a_total 1')).toThrow('not a line of a scrape');
});
