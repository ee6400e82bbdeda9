import { COMMON_LABELS, METRICS, PROCESS_METRICS, TARGET_METRICS, type MetricDefinition, type ServiceName } from '@hemtag/metric-catalog';
import { readScrape, seriesNamesOf, type ScrapedMetric } from '@hemtag/testing';
import { execFileSync, spawnSync } from 'node:child_process';

import { askedSeries } from '../operations/asked.js';
import { EXTERNAL } from '../operations/known-metrics.js';
import { recordedSeries } from '../operations/rule-files.js';
import { RUNNING, startServices, useEverything, type RunningServices } from './running-services.js';

/*
 * What running services say, against the catalog, in both directions: boards, rules and the people who read them find in the catalog what there is, and nothing
 * else is there.
 */

const CATALOG: Readonly<Record<string, MetricDefinition>> = METRICS;
const PROCESS: Readonly<Record<string, { readonly type: string; readonly labels: readonly string[] }>> = PROCESS_METRICS;
// Names of the client library that promtool would choose otherwise.
const FOREIGN_NAMES = /^(nodejs|process)_/;
// The runtime has no open handle of this kind at most moments, and no request of libuv.
const AT_TIMES = new Set(['nodejs_active_handles', 'nodejs_active_requests', 'nodejs_active_resources', 'nodejs_gc_duration_seconds']);

type Scrape = ReadonlyMap<string, ScrapedMetric>;

let services: RunningServices;
let texts: Readonly<Record<string, string>>;
let scrapes: ReadonlyMap<ServiceName, Scrape>;

beforeAll(async () => {
  services = await startServices();
  await useEverything(services);
  const taken = await Promise.all(RUNNING.map(async (service) => [service, await services.scrape(service)] as const));
  texts = Object.fromEntries(taken);
  scrapes = new Map(taken.map(([service, text]) => [service, readScrape(text)]));
}, 120_000);
afterAll(() => services.stop());

const scrapeOf = (service: ServiceName): Scrape => scrapes.get(service) ?? new Map<string, ScrapedMetric>();

/** The value of one series; several matching it are added up. */
const valueOf = (service: ServiceName, name: string, labels: Readonly<Record<string, string>> = {}): number =>
  [...scrapeOf(service).values()]
    .flatMap(({ samples }) => samples)
    .filter((sample) => sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value))
    .reduce((sum, { value }) => sum + value, 0);

/** What is wrong with the labels of a metric as scraped. */
function labelFaults(service: ServiceName, name: string, { samples }: ScrapedMetric, { type, labels }: MetricDefinition): string[] {
  const added = type === 'histogram' ? ['le'] : [];
  return samples.flatMap((sample) => {
    const suffixed = added.filter(() => sample.name.endsWith('_bucket'));
    const expected = [...Object.keys(labels), ...COMMON_LABELS, ...suffixed].sort().join();
    const faults = Object.keys(sample.labels).sort().join() === expected ? [] : [`${sample.name} has the labels ${Object.keys(sample.labels).join()}`];
    if (sample.labels.service !== service) faults.push(`${sample.name} is of ${String(sample.labels.service)}`);
    for (const [label, values] of Object.entries(labels))
      if (values !== 'fixed' && !values.includes(sample.labels[label] ?? '')) faults.push(`${name}: ${label} is ${String(sample.labels[label])}`);
    return faults;
  });
}

/** What the report service says follows with what it does; nothing of it may be unknown before. */
const COMPLETE: readonly ServiceName[] = ['gateway', 'ingestion', 'benefit'];

describe.each(RUNNING)('a scrape of %s', (service) => {
  it('has nothing that the catalog lacks, with its type, help and labels', () => {
    const faults = [...scrapeOf(service)].flatMap(([name, scraped]) => {
      const known = CATALOG[name];
      const foreign = PROCESS[name];
      if (known === undefined && foreign === undefined) return [`${name} is not in the catalog`];
      const wrong = (known ?? foreign)?.type === scraped.type ? [] : [`${name} is a ${scraped.type}`];
      if (known === undefined) {
        const own = new Set([...(foreign?.labels ?? []), ...COMMON_LABELS, 'le']);
        return [...wrong, ...scraped.samples.flatMap(({ labels }) => Object.keys(labels).filter((label) => !own.has(label)).map((label) => `${name} has ${label}`))]; // prettier-ignore
      }
      if (!known.services.includes(service)) wrong.push(`${name} is not of ${service} in the catalog`);
      if (known.help !== scraped.help) wrong.push(`${name} has another help`);
      return [...wrong, ...labelFaults(service, name, scraped, known)];
    });
    expect(faults).toEqual([]);
  });

  it('has everything that the catalog says of it', () => {
    const own = COMPLETE.includes(service) ? service : null;
    const expected = [...Object.keys(CATALOG).filter((name) => own !== null && CATALOG[name]?.services.includes(own)), ...Object.keys(PROCESS)];
    const missing = expected.filter((name) => (scrapeOf(service).get(name)?.samples.length ?? 0) === 0 && !AT_TIMES.has(name));
    expect(missing).toEqual([]);
    expect([...AT_TIMES].filter((name) => !scrapeOf(service).has(name))).toEqual([]);
  });

  it('has buckets as the catalog says', () => {
    for (const [name, { samples }] of scrapeOf(service)) {
      const known = CATALOG[name];
      if (known?.type !== 'histogram') continue;
      const bounds = new Set(samples.filter((sample) => sample.name.endsWith('_bucket')).map(({ labels }) => labels.le));
      expect([name, [...bounds]]).toEqual([name, [...known.buckets.map(String), '+Inf']]);
    }
  });
});

test('the running services say everything that boards and rules ask for', () => {
  const said = new Set([...scrapes.values()].flatMap((scrape) => [...seriesNamesOf(scrape)]));
  // Of Prometheus itself and the programs beside the services.
  const ofOthers = new Set([...Object.keys(TARGET_METRICS), ...EXTERNAL.keys(), ...recordedSeries().keys()]);
  const asked = askedSeries();
  expect(asked.size).toBeGreaterThan(50);
  expect([...asked].filter((name) => !said.has(name) && !ofOthers.has(name))).toEqual([]);
});

describe('what the numbers say of two requests with five events', () => {
  it('at the gateway', () => {
    expect(valueOf('gateway', 'hemtag_gateway_events_total', { outcome: 'accepted' })).toBe(4);
    expect(valueOf('gateway', 'hemtag_gateway_events_total', { outcome: 'rejected' })).toBe(1);
    expect(valueOf('gateway', 'hemtag_gateway_kept_rejects_total')).toBe(1);
    expect(valueOf('gateway', 'hemtag_gateway_requests_total', { route: 'intake', status: '202' })).toBe(2);
    expect(valueOf('gateway', 'hemtag_gateway_requests_total', { route: 'change', status: '200' })).toBe(1);
    expect(valueOf('gateway', 'hemtag_gateway_requests_total', { route: 'verify', status: '200' })).toBe(2);
    expect(valueOf('gateway', 'hemtag_gateway_body_bytes_count')).toBe(2);
    expect(valueOf('gateway', 'hemtag_gateway_produce_duration_seconds_count')).toBe(2);
    expect(valueOf('gateway', 'hemtag_gateway_produce_failures_total')).toBe(0);
    expect(valueOf('gateway', 'hemtag_gateway_waiting_bytes')).toBe(0);
    expect(valueOf('gateway', 'hemtag_gateway_waiting_limit_bytes')).toBe(32 * 1024 * 1024);
  });

  it('at ingestion', () => {
    for (const [outcome, events] of [
      ['accepted', 2],
      ['duplicate', 1],
      ['conflict', 1],
      ['rejected', 0],
    ] as const)
      // prettier-ignore
      expect([outcome, valueOf('ingestion', 'hemtag_ingestion_events_total', { outcome })]).toEqual([outcome, events]);
    expect(valueOf('ingestion', 'hemtag_ingestion_rejects_total', { code: 'CONFLICT' })).toBe(1);
    expect(valueOf('ingestion', 'hemtag_ingestion_rejects_total')).toBe(1);
    expect(valueOf('ingestion', 'hemtag_ingestion_commit_delay_seconds_count')).toBeGreaterThan(0);
    expect(valueOf('ingestion', 'hemtag_ingestion_commit_delay_seconds_sum')).toBeLessThan(60);
    // One of a hundred in a row that are allowed.
    expect(valueOf('ingestion', 'hemtag_ingestion_reject_budget_spent_ratio')).toBe(0.01);
    expect(valueOf('ingestion', 'hemtag_ingestion_waiting_bytes')).toBe(0);
    expect(valueOf('ingestion', 'hemtag_ingestion_silent_sources')).toBe(1);
    expect(valueOf('ingestion', 'hemtag_ingestion_lag_events')).toBe(0);
  });

  it('at the benefit service', () => {
    // A new series concerns all months, and the volume one of them; only that one says when its usage came.
    expect(valueOf('benefit', 'hemtag_benefit_figure_delay_seconds_count')).toBeGreaterThan(0);
    expect(valueOf('benefit', 'hemtag_benefit_figure_delay_seconds_sum')).toBeGreaterThan(0);
    expect(valueOf('benefit', 'hemtag_benefit_projection_duration_seconds_count')).toBeGreaterThan(0);
    expect(valueOf('benefit', 'hemtag_benefit_review_overdue_objects', { kind: 'rate' })).toBe(1);
    expect(valueOf('benefit', 'hemtag_benefit_review_overdue_objects', { kind: 'baseline' })).toBe(1);
    expect(valueOf('benefit', 'hemtag_benefit_overdue_months')).toBe(0);
    expect(valueOf('benefit', 'hemtag_api_request_duration_seconds_count', { route: 'change', status: '2xx' })).toBe(1);
  });

  it.each(['ingestion', 'benefit'] as const)('of the verification and the outbox of %s', (service) => {
    expect(valueOf(service, 'hemtag_verify_runs_total', { result: 'equal' })).toBe(1);
    expect(valueOf(service, 'hemtag_verify_differences')).toBe(0);
    expect(Math.abs(valueOf(service, 'hemtag_verify_finished_timestamp_seconds') - Date.now() / 1000)).toBeLessThan(120);
    expect(valueOf(service, 'hemtag_outbox_publish_failures_total')).toBe(0);
    expect(valueOf(service, 'hemtag_outbox_oldest_pending_age_seconds')).toBe(0);
  });

  it.each(['gateway', 'ingestion', 'benefit'] as const)('of what %s stands on', (service) => {
    const checks = scrapeOf(service).get('hemtag_readiness_checks')?.samples ?? [];
    expect(checks.length).toBeGreaterThan(0);
    expect(checks.filter(({ value }) => value !== 1)).toEqual([]);
    // It is asked for this very scrape.
    expect(valueOf(service, 'hemtag_broker_answer_age_seconds')).toBeLessThan(5);
    expect(valueOf(service, 'hemtag_build_info', { version: '0.1.0' })).toBe(1);
    expect(valueOf(service, 'hemtag_database_connections')).toBeGreaterThan(0);
    expect(valueOf(service, 'hemtag_database_failures_total', { kind: 'final' })).toBe(0);
  });

  it('and no tenant and no source', () => {
    for (const text of Object.values(texts)) expect(/SE-2281|messaging|\/se\//.test(text)).toBe(false);
  });
});

const hasPromtool = spawnSync('promtool', ['--version']).status === 0;

(hasPromtool ? describe : describe.skip)('promtool (install the Debian package prometheus)', () => {
  it.each(RUNNING)('has nothing to say about %s but about names of the client library', (service) => {
    let said = '';
    try {
      execFileSync('promtool', ['check', 'metrics'], { input: texts[service], encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] });
    } catch (error) {
      const { stdout, stderr } = error as { readonly stdout: string; readonly stderr: string };
      said = stdout + stderr;
    }
    expect(said.split('\n').filter((line) => line !== '' && !FOREIGN_NAMES.test(line))).toEqual([]);
  });
});
