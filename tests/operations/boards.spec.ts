import { METRICS } from '@hemtag/metric-catalog';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { askedByBoards, askedSeries } from './asked.js';
import { catalogNameOf, SERIES } from './known-metrics.js';
import { promqlFaults } from './promql-faults.js';
import { readPromql } from './promql.js';
import { allRules, recordedSeries, ROOT } from './rule-files.js';

const asked = askedByBoards();

test.each(asked.map(({ where, expression }) => [where, expression] as const))(
  '%s: reads metrics and labels that exist, each as its kind allows',
  (_, expression) => {
    expect(promqlFaults(expression, SERIES)).toEqual([]);
  },
);

/** `{{label}}` of a legend is empty where the result has no such label. */
test.each(asked.filter(({ target }) => target.legend.includes('{{')).map((one) => [one.where, one] as const))(
  '%s: the legend names labels that the result has',
  (_, { expression, target: { legend, format } }) => {
    const { resultLabels } = readPromql(expression);
    const labels = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
    expect(labels.filter((label) => !(resultLabels ?? []).includes(label) && !(format === 'heatmap' && label === 'le'))).toEqual([]);
  },
);

test('every metric of the catalog is shown on a board or watched by a rule', () => {
  const used = new Set([...askedSeries()].map(catalogNameOf));
  expect(Object.keys(METRICS).filter((name) => !used.has(name))).toEqual([]);
});

test("every recorded series is asked for by a rule, or offered for boards of one's own", () => {
  const offered = readFileSync(join(ROOT, 'docs/monitoring.md'), 'utf8');
  const read = new Set(allRules().flatMap(({ expr }) => readPromql(expr).selections.map(({ metric }) => metric)));
  expect([...recordedSeries().keys()].filter((name) => !read.has(name) && !offered.includes(`\`${name}\``))).toEqual([]);
});
