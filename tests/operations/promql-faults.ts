import type { KnownMetric, KnownMetrics } from './known-metrics.js';
import { readPromql, type Grouping, type LabelMatcher, type Selection } from './promql.js';

/** Over ranges of counters: they know that a counter restarts at 0 with its process. */
const OVER_COUNTERS = ['rate', 'increase'];
const OVER_GAUGES = ['min_over_time', 'max_over_time', 'avg_over_time', 'last_over_time', 'delta', 'deriv', 'changes'];

function valueFaults({ metric }: Selection, { label, operator, value }: LabelMatcher, values: readonly string[]): string[] {
  if (operator === '=' || operator === '!=') return values.includes(value) ? [] : [`${metric}: label ${label} never is "${value}"`];
  const unmatched = value.split('|').filter((part) => !values.some((one) => new RegExp(`^(?:${part})$`).test(one)));
  return unmatched.map((part) => `${metric}: label ${label} never matches "${part}"`);
}

function labelFaults(selection: Selection, known: KnownMetric): string[] {
  return selection.matchers.flatMap((matcher) => {
    const values = known.labels[matcher.label];
    if (values === undefined) return [`${selection.metric} has no label ${matcher.label}`];
    return values === null ? [] : valueFaults(selection, matcher, values);
  });
}

function bucketFaults({ metric, matchers, around }: Selection): string[] {
  const isOneBucket = matchers.some(({ label, operator }) => label === 'le' && operator === '=');
  const dropping = around.slice(1).find(({ name, keeps }) => name !== 'histogram_quantile' && name !== '[:]' && !(keeps ?? []).includes('le'));
  const quantileAt = around.findIndex(({ name }) => name === 'histogram_quantile');
  const isBeforeQuantile = dropping !== undefined && (quantileAt === -1 || around.indexOf(dropping) < quantileAt);
  return isBeforeQuantile && !isOneBucket ? [`${metric}: buckets are added together, because ${dropping.name} does not keep le`] : [];
}

function useFaults(selection: Selection, { kind }: KnownMetric): string[] {
  const { metric, isRange, around } = selection;
  const innermost = around[0]?.name ?? 'nothing';
  const faults: string[] = [];
  if (kind === 'gauge' && isRange && !OVER_GAUGES.includes(innermost)) faults.push(`${metric} is a gauge, which ${innermost} does not fit`);
  if (kind !== 'gauge' && !(isRange && OVER_COUNTERS.includes(innermost))) faults.push(`${metric} only ever grows: read it by ${OVER_COUNTERS.join(' or ')}`);
  if (kind !== 'bucket' && around.some(({ name }) => name === 'histogram_quantile')) faults.push(`histogram_quantile needs buckets, ${metric} is none`);
  return kind === 'bucket' ? [...faults, ...bucketFaults(selection)] : faults;
}

function groupingFaults({ word, labels, selections }: Grouping, known: KnownMetrics): string[] {
  const has = (metric: string, label: string): boolean => known.get(metric)?.labels[label] !== undefined;
  // What is kept must be there everywhere; what is left out or matched may belong to one side.
  const isEnough = (label: string): boolean =>
    word === 'by' ? selections.every(({ metric }) => has(metric, label)) : selections.some(({ metric }) => has(metric, label));
  return labels.filter((label) => !isEnough(label)).map((label) => `${word} (${label}): not a label of ${selections.map(({ metric }) => metric).join(', ')}`);
}

/** What is wrong with an expression, beside its grammar: metrics, labels and label values that nobody sends, and functions that do not fit the kind of metric. */
export function promqlFaults(query: string, known: KnownMetrics): readonly string[] {
  const { selections, groupings } = readPromql(query);
  const ofSelections = selections.flatMap((selection) => {
    const metric = known.get(selection.metric);
    return metric ? [...labelFaults(selection, metric), ...useFaults(selection, metric)] : [`unknown metric ${selection.metric}`];
  });
  return [...ofSelections, ...groupings.flatMap((grouping) => groupingFaults(grouping, known))];
}
