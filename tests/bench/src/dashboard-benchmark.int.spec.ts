import { allBoards } from '@hemtag/dashboards';
import { createTestDatabase, testKafkaBrokers, uniqueName, type TestDatabase } from '@hemtag/testing';

import { benchmarkDashboards, dashboardReport, LIMIT_MS } from './dashboard-benchmark.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('the benchmark of the boards in small: every statement of every board answers, or it would throw', async () => {
  const times = await benchmarkDashboards({
    servers: { brokers: testKafkaBrokers(), databaseUrl: database.url, pidOf: () => undefined },
    size: { tenants: 2, benefits: 8, volumes: 800 },
    runs: 1,
    prefix: `${uniqueName('bench')}.`,
    say: () => undefined,
  });
  const withSql = allBoards().filter(({ panels }) => panels.some(({ targets }) => targets.some(({ kind }) => kind === 'sql')));
  expect([...new Set(times.map(({ board }) => board))]).toEqual(withSql.map(({ uid }) => uid));
  expect(dashboardReport(times).table.split('\n')).toHaveLength(1 + times.length);
}, 300_000);

test('a panel that was slow once is told', () => {
  const fast = { board: 'b', panel: 'p', rows: 1, p50Ms: 10, maxMs: LIMIT_MS - 1 };
  expect(dashboardReport([fast, { ...fast, panel: 'q', maxMs: LIMIT_MS }]).slow.map(({ panel }) => panel)).toEqual(['q']);
});
