import { createTestDatabase, testKafkaBrokers, uniqueName, type TestDatabase } from '@hemtag/testing';

import { benchmarkBenefit, benefitRows } from './benefit-benchmark.js';
import { readBenefitOptions } from './benefit-options.js';
import { reportTable } from './report.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the benchmark in small: every published figure is exact after everything and after changes, or it would throw', async () => {
  const options = readBenefitOptions(['--tenants=2', '--benefits=16', '--volumes=1600', '--rate=100', '--seconds=1', '--requests=4']);
  const measured = await benchmarkBenefit({
    servers: { brokers: testKafkaBrokers(), databaseUrl: database.url, pidOf: () => undefined },
    options,
    prefix: `${uniqueName('bench')}.`,
    say: () => undefined,
  });
  // 8 benefits a tenant with usage or an estimate in every month of the year so far, and estimates for the rest of it.
  expect(measured.requests.figures).toBeGreaterThanOrEqual(8);
  expect(measured.changes.p99Ms).toBeGreaterThan(0);
  const rows = benefitRows(measured);
  expect(rows.map(({ what }) => what)).toEqual(expect.arrayContaining(['(a) changed volume to published figure, p99', '(b) everything recomputed']));
  expect(reportTable(rows).split('\n')).toHaveLength(1 + rows.length);
}, 300_000);

test.each([['--benefits=0'], ['--tenants=3', '--benefits=2'], ['--colour=red'], ['--rate=x']])('does not understand %s', (...words) => {
  expect(() => readBenefitOptions(words)).toThrow();
});
