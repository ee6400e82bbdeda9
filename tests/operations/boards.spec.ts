import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { allBoards, type PromTarget } from '@hemtag/dashboards';
import { METRICS } from '@hemtag/metric-catalog';

import { catalogNameOf, SERIES } from './known-metrics.js';
import { promqlFaults } from './promql-faults.js';
import { readPromql } from './promql.js';
import { allRules, recordedSeries, ROOT } from './rule-files.js';
import { withoutVariables } from './without-variables.js';

interface Asked {
  readonly where: string;
  readonly target: PromTarget;
}

const asked: readonly Asked[] = allBoards().flatMap(({ uid, panels }) =>
  panels.flatMap(({ title, targets }) =>
    targets.flatMap((target) => (target.kind === 'prometheus' ? [{ where: `${uid}, ${title}, ${target.refId}`, target }] : [])),
  ),
);

test.each(asked.map(({ where, target }) => [where, target] as const))(
  '%s: reads metrics and labels that exist, each as its kind allows',
  (_, { expression }) => {
    expect(promqlFaults(withoutVariables(expression), SERIES)).toEqual([]);
  },
);

/** `{{label}}` of a legend is empty where the result has no such label. */
test.each(asked.filter(({ target }) => target.legend.includes('{{')).map(({ where, target }) => [where, target] as const))(
  '%s: the legend names labels that the result has',
  (_, { expression, legend, format }) => {
    const { resultLabels } = readPromql(withoutVariables(expression));
    const labels = [...legend.matchAll(/\{\{(\w+)\}\}/g)].map((match) => match[1] ?? '');
    expect(labels.filter((label) => !(resultLabels ?? []).includes(label) && !(format === 'heatmap' && label === 'le'))).toEqual([]);
  },
);

test('every metric of the catalog is shown on a board or watched by a rule', () => {
  const expressions = [...asked.map(({ target }) => withoutVariables(target.expression)), ...allRules().map(({ expr }) => expr)];
  const used = new Set(expressions.flatMap((expression) => readPromql(expression).selections.map(({ metric }) => catalogNameOf(metric))));
  expect(Object.keys(METRICS).filter((name) => !used.has(name))).toEqual([]);
});

test("every recorded series is asked for by a rule, or offered for boards of one's own", () => {
  const offered = readFileSync(join(ROOT, 'docs/monitoring.md'), 'utf8');
  const read = new Set(allRules().flatMap(({ expr }) => readPromql(expr).selections.map(({ metric }) => metric)));
  expect([...recordedSeries().keys()].filter((name) => !read.has(name) && !offered.includes(`\`${name}\``))).toEqual([]);
});
