import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { EXTERNAL, SERIES } from './known-metrics.js';
import { promqlFaults } from './promql-faults.js';
import { readPromql } from './promql.js';
import { ALERTMANAGER, alertingRules, allRules, readYaml, recordedSeries, ROOT, ruleTests, runbookOf, RUNBOOKS } from './rule-files.js';

const alerts = alertingRules();
const alertNames = alerts.map(({ alert }) => alert);
const testCases = ruleTests().flatMap(({ alert_rule_test: cases }) => cases ?? []);
const known = new Map([...SERIES, ...recordedSeries()]);

describe('expressions of the rules', () => {
  it.each(allRules().map(({ record, alert, expr }) => [record ?? alert, expr] as const))(
    '%s reads metrics and labels that exist, each as its kind allows',
    (_, expr) => {
      expect(promqlFaults(expr, known)).toEqual([]);
    },
  );

  it('ask for every metric of other programs that is listed', () => {
    const read = new Set(allRules().flatMap(({ expr }) => readPromql(expr).selections.map(({ metric }) => metric)));
    expect([...EXTERNAL.keys()].filter((name) => !read.has(name))).toEqual([]);
  });

  it('record names that say for whom, what and over how long', () => {
    for (const name of recordedSeries().keys()) expect(name).toMatch(/^(hemtag|service):[a-z_]+:[a-z]+[0-9a-z_]*$/);
  });
});

describe.each(alerts.map((rule) => [rule.alert, rule] as const))('alert %s', (alert, { labels, annotations }) => {
  it('has a severity, and says in two languages what is wrong', () => {
    expect(['page', 'ticket', 'info']).toContain(labels?.severity);
    expect(Object.keys(annotations ?? {}).sort()).toEqual(['description', 'description_sv', 'runbook_url', 'summary', 'summary_sv']);
    for (const text of Object.values(annotations ?? {})) expect(text.trim()).not.toBe('');
    for (const language of ['', '_sv']) {
      expect(annotations?.[`summary${language}`]).toMatch(/^.{20,120}\.$/);
      expect(annotations?.[`description${language}`]).toMatch(/^.{40,400}\.$/);
    }
    expect(annotations?.runbook_url).toBe(`{{ $externalLabels.runbooks }}/${runbookOf(alert)}`);
  });

  it('is tested while it fires and while it does not', () => {
    const tests = testCases.filter(({ alertname }) => alertname === alert);
    expect(tests.some(({ exp_alerts: expected }) => expected !== undefined && expected.length > 0)).toBe(true);
    expect(tests.some(({ exp_alerts: expected }) => expected === undefined || expected.length === 0)).toBe(true);
  });

  it('has a page that says what it means, what to check and what to do', () => {
    const page = readFileSync(join(RUNBOOKS, runbookOf(alert)), 'utf8');
    expect(page.split('\n').filter((line) => line.startsWith('#'))).toEqual([
      `# ${alert}`,
      '## Symptom',
      '## What it means for the figures',
      '## Check',
      '## Cure',
    ]);
  });
});

test('the limit of memory is the one of the containers', () => {
  const compose = readYaml(join(ROOT, 'docker-compose.yml')) as { readonly 'x-service': { readonly mem_limit: string } };
  expect(compose['x-service'].mem_limit).toBe('512m');
  expect(alerts.find(({ alert }) => alert === 'MemoryNearLimit')?.expr).toContain('> 0.9 * 512 * 1024 * 1024');
});

describe('names of alerts', () => {
  it('are given once', () => {
    expect(new Set(alertNames).size).toBe(alertNames.length);
  });

  it('are those of the tests', () => {
    expect(testCases.map(({ alertname }) => alertname).filter((name) => !alertNames.includes(name))).toEqual([]);
  });

  it('are those that Alertmanager silences others by', () => {
    interface Inhibition {
      readonly source_matchers: readonly string[];
      readonly target_matchers: readonly string[];
    }
    const { inhibit_rules: rules } = readYaml(join(ALERTMANAGER, 'alertmanager.yml')) as { readonly inhibit_rules: readonly Inhibition[] };
    const named = rules
      .flatMap(({ source_matchers: source, target_matchers: target }) => [...source, ...target])
      .flatMap((matcher) => /^alertname=~?"(.*)"$/.exec(matcher)?.[1]?.split('|') ?? []);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((name) => !alertNames.includes(name))).toEqual([]);
  });
});

describe('runbooks', () => {
  const pages = readdirSync(RUNBOOKS).filter((page) => page !== 'README.md');
  /** Not reached by an alert of their own, but from the page of one. */
  const procedures = ['log-moved.md'];

  it('are those of the alerts, and procedures that a page leads to', () => {
    expect(pages.filter((page) => !procedures.includes(page)).sort()).toEqual(alertNames.map(runbookOf).sort());
    const texts = alertNames.map((alert) => readFileSync(join(RUNBOOKS, runbookOf(alert)), 'utf8'));
    for (const procedure of procedures) expect(texts.some((text) => text.includes(`(${procedure})`))).toBe(true);
  });

  it('stand in the list, each alert under its severity', () => {
    const list = readFileSync(join(RUNBOOKS, 'README.md'), 'utf8');
    const section = (title: string): string[] => {
      const text = new RegExp(`^## ${title}.*?(?=^## |$(?![\\s\\S]))`, 'ms').exec(list)?.[0] ?? '';
      return [...text.matchAll(/\]\(([a-z-]+\.md)\)/g)].map((link) => link[1] ?? '').sort();
    };
    for (const severity of ['page', 'ticket', 'info']) {
      const expected = alerts.filter(({ labels }) => labels?.severity === severity).map(({ alert }) => runbookOf(alert));
      expect(section(severity)).toEqual(expected.sort());
    }
    expect(section('Procedures')).toEqual(procedures);
  });

  it('link to pages that exist', () => {
    for (const page of [...pages, 'README.md']) {
      const links = [...readFileSync(join(RUNBOOKS, page), 'utf8').matchAll(/\]\(([^)#]+\.md)\)/g)].map((link) => link[1] ?? '');
      for (const link of links) expect(existsSync(join(RUNBOOKS, link)) ? [] : [page, link]).toEqual([]);
    }
  });
});
