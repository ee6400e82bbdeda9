import type { FigureRow } from '@hemtag/contracts';
import { parseInstant } from '@hemtag/kernel';
import { openBenefitScene, type BenefitScene } from '../test/benefit-scene.js';
import { projectFigures, publishedDifferences } from './application/project-figures.js';
import { stepPeriod } from './application/step-period.js';
import { sha256 } from './sha256.js';

const NOW = parseInstant('2026-06-15T08:00:00+02:00') ?? NaN;

const REGISTER = `apiVersion: hemtag/v1
kind: Tenant
metadata: {name: SE-0001}
spec: {title: Town, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}
---
apiVersion: hemtag/v1
kind: Source
metadata: {tenant: SE-0001, name: post}
spec: {source: /se/0001/post/prod, timeZone: Europe/Stockholm, expectedEvery: P1D}
---
apiVersion: hemtag/v1
kind: Rate
metadata: {name: hourly}
spec: {unit: SEK/h, versions: [{validFrom: 2025-01-01, value: "347.04", source: Inera, method: salary}]}
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-0001, name: digital-post}
spec:
  title: {sv: Digital post, en: Digital mail}
  department: Servicecenter
  responsibilityUnit: "4711"
  benefitOwner: role:manager
  controller: role:controller
  phase: OPERATION
  goLive: 2026-01-01
  processChange: 2026-01-01
  currency: SEK
  costs:
    - {name: introduction, kind: ONE_OFF, amount: "400000", date: 2025-11-01}
    - {name: operation, kind: RUNNING, perYear: "250000", validFrom: 2026-01-01}
  benefits:
    - name: postage
      title: {sv: Porto}
      type: FINANCIAL
      evidence: BEDOMD
      cap: year
      meter: {subjects: ["message:letter"], units: [letter]}
      value: [{validFrom: 2026-01-01, formula: unit-value, unitValue: "15.00"}, {validFrom: 2026-03-15, formula: unit-value, unitValue: "40/3"}]
      baseline:
        - {validFrom: 2026-01-01, volumePerYear: "300", method: log, measuredFrom: 2025-01-01, measuredTo: 2025-12-31, source: log, approvedBy: role:controller}
      estimate:
        - {version: 1, validFrom: 2026-01-01, annualVolume: "1000", low: "800", likely: "980", high: "1100", approvedBy: role:controller}
    - name: handling
      title: {sv: Handläggning}
      type: REDISTRIBUTED
      evidence: BERAKNAD
      meter: {subjects: ["message:*"], units: [letter]}
      value: [{validFrom: 2026-01-01, formula: time-saved, minutes: "10", rate: hourly}]
      adjust: [{validFrom: 2026-01-01, redeployable: "0.4", reason: measured, approvedBy: role:controller}]
      baseline:
        - {validFrom: 2026-01-01, volumePerYear: "3000", method: log, measuredFrom: 2025-01-01, measuredTo: 2025-12-31, source: log, approvedBy: role:controller}
`;

let scene: BenefitScene;
beforeEach(async () => {
  scene = await openBenefitScene(() => NOW);
  await scene.apply(REGISTER);
});
afterEach(() => scene.close());

/** The published rows in the shape of the answer. */
async function published(): Promise<unknown[]> {
  const rows = await scene.query<Record<string, unknown>>(
    `SELECT *, to_char(month, 'YYYY-MM') AS month FROM published.figure WHERE tenant = 'SE-0001' ORDER BY initiative, benefit, published.figure.month`,
  );
  return rows.map((row) => [
    row.figure_id, row.kind, row.type, row.evidence, row.month, row.state, row.quantity_unit, row.quantity_estimated, row.quantity_low, row.quantity_high,
    row.quantity_actual, row.quantity_counted, row.quantity_excess, row.amount_unit, row.amount_estimated, row.amount_gross, row.amount_adjusted,
    row.hours_gross, row.hours_adjusted, row.hours_unclaimed, row.hours_fte, row.rate, row.complete, row.reason,
  ]); // prettier-ignore
}
const rowOf = ({ id, kind, type, evidence, month, state, quantity: q, amount: a, hours: h, rate, complete, reason }: FigureRow): unknown[] => [
  id, kind, type, evidence, month, state, q.unit, q.estimated, q.low, q.high, q.actual, q.counted, q.excess, a.unit, a.estimated, a.gross, a.adjusted,
  h?.gross ?? null, h?.adjusted ?? null, h?.unclaimed ?? null, h?.fte ?? null, rate, complete, reason,
]; // prettier-ignore
const computed = async (): Promise<unknown[]> => (await scene.figures({ tenant: 'SE-0001', from: '2026-01', to: '2027-12' })).figures.map(rowOf);
const pending = async (): Promise<number> => (await scene.query<{ n: number }>('SELECT count(*)::int AS n FROM benefit.projection_pending'))[0]?.n ?? NaN;
const day = (month: string, quantity: string, revision = 1, more: object = {}) => ({ day: `2026-${month}-10`, quantity, revision, ...more });

test('published rows are the answer, after each change, and what is stale is gone in the same moment', async () => {
  await scene.project();
  expect(await published()).toEqual(await computed());
  expect(await published()).toHaveLength(24);
  await scene.store(day('01', '200'), day('03', '80'), day('04', '50'), day('02', '7', 1, { series: '02', subject: 'message:sms' }));
  expect(await pending()).toBeGreaterThan(0);
  await scene.project();
  expect([await pending(), await published()]).toEqual([0, await computed()]);
  // The cap of 300 a year: January takes more, so that March and April lose.
  await scene.store(day('01', '250', 2));
  await scene.project();
  expect(await published()).toEqual(await computed());
  const counted = await scene.query(
    `SELECT quantity_counted AS q FROM published.figure WHERE benefit = 'postage' AND month BETWEEN '2026-01-01' AND '2026-04-01' ORDER BY month`,
  );
  expect(counted).toEqual([{ q: '250' }, { q: '0' }, { q: '50' }, { q: '0' }]);
  await scene.apply(REGISTER.replace('cap: year', 'cap: none'));
  await scene.project();
  expect(await published()).toEqual(await computed());
});

test('sums of the views are the answer of the same range, exact where the parts are fractions', async () => {
  // 20 letters on each of three days after the change at 40/3 kr: 266.666… each month, 800.00 in all, while the rounded months give 800.01.
  await scene.store(day('04', '20'), day('05', '20'), day('06', '20'));
  await scene.project();
  const [sums] = await scene.query<Record<string, string>>(
    `SELECT round(sum(exact_gross), 2)::text AS exact, sum(amount_gross)::text AS rounded FROM published.figure WHERE benefit = 'postage' AND month <= '2026-06-01'`,
  );
  expect(sums).toEqual({ exact: '800.00', rounded: '800.01' });
  const answer = await scene.figures({ tenant: 'SE-0001', from: '2026-01', to: '2026-06' });
  expect(answer.benefits.find(({ benefit }) => benefit === 'postage')?.amount.gross).toBe('800.00');
  // A twelfth of 1 000 letters each month; 250 000 of 300 letters at 15 kr are 5 555.56 %.
  const [boards] = await scene.query<Record<string, string>>(
    `SELECT round(sum(exact_quantity_estimated), 6)::text AS planned, sum(quantity_estimated)::text AS rounded,
       (SELECT max(break_even_share)::text FROM published.initiative_month) AS share
     FROM published.figure WHERE benefit = 'postage' AND month BETWEEN '2026-01-01' AND '2026-12-01'`,
  );
  expect(boards).toEqual({ planned: '1000.000000', rounded: '999.999996', share: '5555.56' });
  const initiative = await scene.query(
    `SELECT round(sum(exact_running_cost), 2)::text AS "runningCost", round(sum(exact_net), 2)::text AS net,
       (SELECT cumulative_net::text FROM published.initiative_month WHERE month = '2026-06-01') AS "cumulativeNet"
     FROM published.initiative_month WHERE month BETWEEN '2026-01-01' AND '2026-06-01'`,
  );
  // 800 − 125 000, and − 400 000 of November 2025.
  expect(initiative).toEqual([{ runningCost: '125000.00', net: '-124200.00', cumulativeNet: '-524200.00' }]);
  expect(answer.initiatives).toMatchObject([{ runningCost: '125000.00', net: '-124200.00', cumulativeNet: '-524200.00' }]);
  const first = await scene.query(
    `SELECT to_char(month, 'YYYY-MM') AS month, one_off_cost AS cost, cumulative_net AS net FROM published.initiative_month ORDER BY published.initiative_month.month LIMIT 2`,
  );
  expect(first).toEqual([
    { month: '2025-11', cost: '400000.00', net: '-400000.00' },
    { month: '2025-12', cost: '0.00', net: '-400000.00' },
  ]);
});

test('a projection that ends half-way leaves everything as it was, and the next one does all of it', async () => {
  await scene.project();
  const before = await published();
  await scene.store(day('01', '200'));
  const marks = await pending();
  const broken = scene.projection.project('SE-0001', async (work, tx) => {
    await projectFigures('SE-0001', work, tx, scene.ports);
    throw new Error('killed');
  });
  await expect(broken).rejects.toThrow('killed');
  expect([await pending(), await published()]).toEqual([marks, before]);
  await scene.project();
  expect([await pending(), await published()]).toEqual([0, await computed()]);
});

test('one process at a time projects a tenant, and what comes meanwhile stays pending', async () => {
  await scene.store(day('01', '200'));
  const taken = await scene.projection.project('SE-0001', async (work, tx) => {
    expect(await scene.projection.project('SE-0001', () => Promise.reject(new Error('both')))).toBeNull();
    await projectFigures('SE-0001', work, tx, scene.ports);
    await scene.store(day('01', '210', 2));
  });
  expect(taken).toEqual({ usageAt: [] });
  expect(await pending()).toBe(1);
  await scene.project();
  expect(await published()).toEqual(await computed());
});

test('a day of a source that becomes complete later changes the months that hang on it', async () => {
  const activity = (from: string): Promise<unknown[]> =>
    scene.query(
      `INSERT INTO benefit.activity SELECT 'SE-0001', '/se/0001/post/prod', d::date, extract(epoch FROM d) * 1000, extract(epoch FROM d) * 1000, 1
       FROM generate_series(timestamptz '${from} 12:00+02', '2026-05-31 12:00+02', '1 day') d`,
    );
  const complete = async (): Promise<unknown> =>
    (await scene.query(`SELECT complete FROM published.figure WHERE benefit = 'postage' AND month = '2026-05-01'`))[0];
  await scene.store(day('05', '200'));
  await activity('2026-05-02');
  await scene.project();
  expect(await complete()).toEqual({ complete: false });
  const states = await scene.query(
    `SELECT name, state, level, count(*)::int AS days FROM published.source_day WHERE day BETWEEN '2026-05-01' AND '2026-06-14' GROUP BY 1, 2, 3 ORDER BY 2`,
  );
  // 1 May, and 1 to 14 June; the 15th has not ended.
  expect(states).toEqual([
    { name: 'post', state: 'COMPLETE', level: 2, days: 30 },
    { name: 'post', state: 'SILENT', level: 0, days: 15 },
  ]);
  await activity('2026-05-01');
  await scene.projector.markTimePassed();
  await scene.project();
  expect(await complete()).toEqual({ complete: true });
  expect(await published()).toEqual(await computed());
});

test('dimensions, rates and plan lines are there as the newest documents say them', async () => {
  expect(await scene.query(`SELECT benefit, title, department, responsibility_unit, benefit_owner, controller, type, evidence, cap FROM published.benefit ORDER BY 1`)).toEqual([
    { benefit: 'handling', title: { sv: 'Handläggning' }, department: 'Servicecenter', responsibility_unit: '4711', benefit_owner: 'role:manager', controller: 'role:controller', type: 'REDISTRIBUTED', evidence: 'BERAKNAD', cap: 'none' },
    { benefit: 'postage', title: { sv: 'Porto' }, department: 'Servicecenter', responsibility_unit: '4711', benefit_owner: 'role:manager', controller: 'role:controller', type: 'FINANCIAL', evidence: 'BEDOMD', cap: 'year' },
  ]); // prettier-ignore
  expect(await scene.query(`SELECT tenant, rate, unit, valid_from::text AS valid_from, valid_to, value, source, method FROM published.rate_version`)).toEqual([
    { tenant: null, rate: 'hourly', unit: 'SEK/h', valid_from: '2025-01-01', valid_to: null, value: '347.04', source: 'Inera', method: 'salary' },
  ]);
  const plan = [{ name: 'budget-2026', measure: 'budget cut', budgetYear: 2026, plannedAmount: '4500.50', plannedDate: '2026-04-01' }];
  await scene.query(
    `INSERT INTO benefit.register_version (tenant, kind, name, version, document, author)
     SELECT tenant, kind, name, 2, jsonb_set(document, '{spec,benefits,0,plan}', $1::jsonb), author FROM benefit.register_version WHERE kind = 'Initiative'`,
    [JSON.stringify(plan)],
  );
  expect(
    await scene.query(`SELECT benefit, plan_line, budget_year, currency, planned_amount, planned_date::text AS planned_date FROM published.plan_line`),
  ).toEqual([{ benefit: 'postage', plan_line: 'budget-2026', budget_year: 2026, currency: 'SEK', planned_amount: '4500.5', planned_date: '2026-04-01' }]);
});

const differences = async () => (await publishedDifferences('SE-0001', { ...scene.ports, store: scene.projection })).differences;

test('what somebody changed in the published rows is found, column by column', async () => {
  await scene.store(day('01', '200'));
  await scene.project();
  expect(await differences()).toEqual([]);
  await scene.query(`UPDATE benefit.figure SET amount_gross = 1 WHERE figure_id = 'SE-0001:digital-post:postage:2026-01'`);
  await scene.query(`DELETE FROM benefit.figure WHERE figure_id = 'SE-0001:digital-post:postage:2026-02'`);
  expect(await differences()).toEqual([
    { figureId: 'SE-0001:digital-post:postage:2026-01', column: 'amount_gross', published: '1', computed: '3000.00' },
    { figureId: 'SE-0001:digital-post:postage:2026-02', column: 'figure_id', published: null, computed: 'SE-0001:digital-post:postage:2026-02' },
  ]);
});

test('closing a month, late usage and its retraction reach the published rows, adjustments come and go', async () => {
  // A step has the database's instant.
  const ports = { ...scene.ports, clock: Date.now, digest: sha256, awaitUsage: () => Promise.resolve({ kind: 'arrived' } as const) };
  const close = async (month: string): Promise<void> => {
    for (const [step, actor] of [['preliminary', 'anna'], ['close', 'bo']] as const) {
      const done = await stepPeriod({ tenant: 'SE-0001', month, step, actor, reason: null }, ports);
      if (!done.ok) throw new Error(done.error.kind);
    }
  }; // prettier-ignore
  const rows = (): Promise<unknown[]> =>
    scene.query(
      `SELECT kind, to_char(month, 'MM') AS month, to_char(original_month, 'MM') AS original, state, amount_gross AS gross, amount_as_reported AS reported
       FROM published.figure WHERE benefit = 'postage' AND month < '2026-03-01' ORDER BY published.figure.month, kind`,
    );
  await scene.store(day('01', '100'));
  await scene.project();
  await close('2026-01');
  await scene.project();
  const january = { kind: 'ORIGINAL', month: '01', original: null, state: 'CLOSED', gross: '1500.00', reported: '1500.00' };
  const february = { kind: 'ORIGINAL', month: '02', original: null, state: 'OPEN', gross: '0.00', reported: null };
  expect(await rows()).toEqual([january, february]);
  // Ten letters more at 15.00.
  await scene.store(day('01', '110', 2));
  await scene.project();
  const late = { kind: 'ADJUSTMENT', month: '02', original: '01', state: 'OPEN', gross: null, reported: '150.00' };
  expect(await rows()).toEqual([{ ...january, gross: '1650.00' }, late, february]);
  expect(await differences()).toEqual([]);
  await scene.store(day('01', '100', 3));
  await scene.project();
  expect(await rows()).toEqual([january, february]);
  expect(await differences()).toEqual([]);
});

test('a cost that is shared no longer concerns the tenants that shared it', async () => {
  const portal = (sharedBy: string, more = ''): string => `apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-0001, name: portal}
spec:
  title: {sv: Portal}
  currency: SEK
  costs: [{name: operation, kind: RUNNING, perYear: "1000", validFrom: 2026-01-01${sharedBy}${more}}]
  benefits: [{name: hours, title: {sv: Timmar}, type: QUALITY, evidence: BEDOMD, meter: {subjects: ["message:letter"], units: [letter]}}]
`;
  await scene.apply(REGISTER.slice(0, REGISTER.indexOf('---')).replaceAll('SE-0001', 'SE-0002'));
  await scene.apply(portal(', sharedBy: {key: equal, tenants: [SE-0001, SE-0002]}'));
  await scene.project();
  expect(await pending()).toBe(0);
  // Another tenant's own change is nobody else's matter; the end of the sharing is.
  await scene.apply(portal('', ', corrects: true, reason: the agreement ended'));
  const marked = await scene.query<{ tenant: string }>('SELECT DISTINCT tenant FROM benefit.projection_pending ORDER BY tenant');
  expect(marked.map(({ tenant }) => tenant)).toEqual(['SE-0001', 'SE-0002']);
});
