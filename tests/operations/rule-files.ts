import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';

import type { KnownMetric, KnownMetrics } from './known-metrics.js';
import { readPromql } from './promql.js';

export const ROOT = resolve(__dirname, '../..');
export const PROMETHEUS = join(ROOT, 'deploy/prometheus');
export const RULES = join(PROMETHEUS, 'rules');
export const RULE_TESTS = join(PROMETHEUS, 'tests');
export const ALERTMANAGER = join(ROOT, 'deploy/alertmanager');
export const RUNBOOKS = join(ROOT, 'docs/runbooks');

export interface Rule {
  readonly expr: string;
  readonly record?: string;
  readonly alert?: string;
  readonly for?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}
export interface AlertingRule extends Rule {
  readonly alert: string;
}
interface RuleFile {
  readonly groups: readonly { readonly name: string; readonly rules: readonly Rule[] }[];
}
export interface RuleTest {
  readonly alert_rule_test?: readonly {
    readonly alertname: string;
    readonly eval_time: string;
    readonly exp_alerts?: readonly { readonly exp_labels?: Readonly<Record<string, string>>; readonly exp_annotations?: Readonly<Record<string, string>> }[];
  }[];
}
interface RuleTestFile {
  readonly rule_files: readonly string[];
  readonly tests: readonly RuleTest[];
}

export const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .sort()
    .map((file) => join(folder, file));
export const readYaml = (file: string): unknown => parse(readFileSync(file, 'utf8'));

/** The cast says what `promtool check rules` has checked. */
export const allRules = (): readonly Rule[] => filesIn(RULES).flatMap((file) => (readYaml(file) as RuleFile).groups.flatMap(({ rules }) => rules));
export const alertingRules = (): readonly AlertingRule[] => allRules().filter((rule): rule is AlertingRule => rule.alert !== undefined);
export const ruleTests = (): readonly RuleTest[] => filesIn(RULE_TESTS).flatMap((file) => (readYaml(file) as RuleTestFile).tests);

/** `IntakeNearlyFull` has the page `intake-nearly-full.md`. */
export const runbookOf = (alert: string): string => `${alert.replaceAll(/(?<!^)(?=[A-Z])/g, '-').toLowerCase()}.md`;

/** The series that recording rules add, each with the labels that its expression leaves. */
export function recordedSeries(): KnownMetrics {
  const recorded = allRules().flatMap(({ record, expr }): [string, KnownMetric][] =>
    record === undefined ? [] : [[record, { kind: 'gauge', labels: Object.fromEntries((readPromql(expr).resultLabels ?? []).map((label) => [label, null])) }]],
  );
  return new Map(recorded);
}
