import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { metricTable } from './metric-table.builder.js';
import { PROCESS_METRICS } from './process-metrics.js';

const PAGE = readFileSync(join(__dirname, '../../../docs/metrics.md'), 'utf8');

test('the page has the table of the catalog', () => {
  expect(PAGE).toContain(metricTable());
});

test('the page names what the client library says of the process', () => {
  expect(Object.keys(PROCESS_METRICS).filter((name) => !PAGE.includes(`\`${name}\``))).toEqual([]);
});
