import { hemtag, startStack, type Stack } from '@hemtag/launcher';
import { freeLoopbackPort, openRuntime, type LocalRuntime } from '@hemtag/local-runtime';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';

/*
 * A year of one tenant as its people live it, through the public command only: series R and case Q of the domain's vectors, the close of the first months,
 * what comes late, a corrected price, confirmation, harvest and explanation. Every number is of contract section 4 or was computed by hand.
 */

const CHECKOUT = resolve(__dirname, '../..');
const LIMIT_MS = 240_000;
const RANGE = ['--tenant', 'SE-2281', '--from', '2025-01', '--to', '2025-06', '--initiative', 'digital-post', '--format', 'json'];
const SEASON = '["0.60", "0.72", "0.84", "0.96", "0.96", "0.72", "0.60", "1.20", "1.44", "1.32", "1.32", "1.32"]';

const REGISTER = `apiVersion: hemtag/v1
kind: Tenant
metadata: {name: SE-2281}
spec: {title: Sundsvalls kommun, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv, population: 99000}
---
apiVersion: hemtag/v1
kind: Source
metadata: {tenant: SE-2281, name: messaging-prod}
spec: {source: /se/2281/messaging/prod, timeZone: Europe/Stockholm}
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-2281, name: digital-post}
spec:
  title: {sv: Digital post}
  department: Servicecenter
  benefitOwner: role:servicecenter-manager
  goLive: 2025-01-01
  processChange: 2025-01-01
  currency: SEK
  costs:
    - {name: introduction, kind: ONE_OFF, amount: "400000", date: 2025-01-01}
    - {name: operation, kind: RUNNING, perYear: "250000", validFrom: 2025-01-01}
  benefits:
    - name: postage-and-handling
      title: {sv: Porto och hantering}
      type: FINANCIAL
      evidence: BEDOMD
      disjointFrom: [case-q/letters-of-the-case]
      meter: {subjects: ["message:letter"], units: [letter]}
      value: [{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}]
      baseline: [{validFrom: 2025-01-01, volumePerYear: "140000", measuredFrom: 2024-01-01, measuredTo: 2024-12-31, approvedBy: role:finance-controller}]
      estimate: [{version: 1, validFrom: 2025-01-01, annualVolume: "100000", seasonality: ${SEASON}, approvedBy: role:finance-controller}]
      plan:
        - {name: postage-budget, measure: budget cut, responsibilityUnit: "4711", budgetYear: 2025, plannedAmount: "450000", plannedDate: 2025-04-01, decisionRef: KS-2025-0012}
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-2281, name: case-q}
spec:
  title: {sv: Kalkyl Q}
  benefitOwner: role:servicecenter-manager
  goLive: 2025-01-01
  processChange: 2025-01-01
  currency: SEK
  inaction: {perYear: "1200000", growth: "0.04"}
  costs:
    - {name: introduction, kind: ONE_OFF, amount: "400000", date: 2025-01-01}
    - {name: operation, kind: RUNNING, perYear: "250000", validFrom: 2025-01-01}
  benefits:
    - name: letters-of-the-case
      title: {sv: Brev}
      type: FINANCIAL
      evidence: BEDOMD
      meter: {subjects: ["message:letter"], units: [letter]}
      value: [{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}]
      baseline: [{validFrom: 2025-01-01, volumePerYear: "140000", measuredFrom: 2024-01-01, measuredTo: 2024-12-31, approvedBy: role:finance-controller}]
      estimate: [{version: 1, validFrom: 2025-01-01, annualVolume: "100000", rampUp: {per: year, shares: ["0.4", "0.7", "1"]}, approvedBy: role:finance-controller}]
---
apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-2281, name: shelves}
spec:
  title: {sv: Hyllor}
  benefitOwner: role:archive-manager
  processChange: 2025-01-01
  currency: SEK
  benefits:
    - name: shelf-metres
      title: {sv: Hyllmeter}
      type: QUALITY
      evidence: BERAKNAD
      meter: {subjects: ["archive:document"], units: [document]}
      value: [{validFrom: 2025-01-01, formula: native, perUnit: "0.4", unit: m}]
      baseline: [{validFrom: 2025-01-01, volumePerYear: "100", approvedBy: role:finance-controller}]
`;

const CORRECTION = `apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-2281, name: digital-post}
spec:
  benefits:
    - name: postage-and-handling
      value: [{validFrom: 2025-01-01, formula: unit-value, unitValue: "15.60", corrects: true, reason: the invoice of the carrier says so}]
`;

interface Event {
  readonly id: string;
  readonly time: string;
  readonly subject: string;
  readonly quantity: number;
  readonly unit: string;
}
const line = ({ id, time, subject, quantity, unit }: Event): string =>
  `${JSON.stringify({
    specversion: '1.0',
    type: 'io.hemtag.usage.recorded.v1',
    source: '/se/2281/messaging/prod',
    id,
    time,
    subject,
    datacontenttype: 'application/json',
    data: { quantity, unit, outcome: 'success' },
  })}\n`;
const letters = (id: string, month: string, quantity: number): Event => ({
  id,
  time: `2025-${month}-15T10:00:00Z`,
  subject: 'message:letter',
  quantity,
  unit: 'letter',
});
const SERIES_R = [4200, 6300, 6650, 8400, 7900, 5950].map((quantity, n) => letters(`month-${n + 1}`, `0${n + 1}`, quantity));

interface Row {
  readonly id: string;
  readonly kind: string;
  readonly month: string;
  readonly originalMonth?: string;
  readonly state: string;
  readonly amount: Readonly<Record<string, string | null>>;
}
interface Figures {
  readonly figures: readonly Row[];
  readonly benefits: readonly Readonly<Record<string, unknown>>[];
  readonly initiatives: readonly Readonly<Record<string, unknown>>[];
}

let dataDir: string;
let runtime: LocalRuntime;
let stack: Stack;

async function run(args: readonly string[], input?: string): Promise<{ readonly exitCode: number; readonly stdout: string }> {
  return hemtag(args, { url: stack.url, ...(input === undefined ? {} : { input: Readable.from([input]) }) });
}
async function done(args: readonly string[], input?: string): Promise<string> {
  const { exitCode, stdout } = await run(args, input);
  if (exitCode !== 0) throw new Error(`hemtag ${args.join(' ')} ended with ${exitCode}: ${stdout}`);
  return stdout;
}
const as = (name: string, ...args: readonly string[]): readonly string[] => [...args, '--as', name, '--tenant', 'SE-2281'];
async function send(events: readonly Event[]): Promise<void> {
  await done(['send', '-'], events.map(line).join(''));
  await done(['wait', '--timeout', '60']);
}
async function figures(...more: readonly string[]): Promise<Figures> {
  return JSON.parse(await done(['figures', ...RANGE, ...more])) as Figures;
}
const original = ({ figures: rows }: Figures, month: string): Row | undefined => rows.find((row) => row.kind === 'ORIGINAL' && row.month === month);
const adjustments = ({ figures: rows }: Figures) =>
  rows.filter(({ kind }) => kind === 'ADJUSTMENT').map(({ month, originalMonth, amount }) => [month, originalMonth, amount.asReported]);
async function apply(content: string): Promise<void> {
  const file = join(dataDir, 'manifests.yaml');
  await writeFile(file, content);
  await done(['apply', '-f', file]);
}
async function close(month: string): Promise<void> {
  await done(as('Anna', 'period', 'preliminary', month));
  await done(as('Bo', 'period', 'close', month));
}

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'hemtag-engine-'));
  const opened = await openRuntime({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  runtime = opened.value;
  const started = await startStack({ checkout: CHECKOUT, runtime, port: await freeLoopbackPort(), env: process.env, durable: false, say: () => undefined });
  if (!started.ok) throw new Error(started.error.message);
  stack = started.value;
  await apply(REGISTER);
  await send([...SERIES_R, { id: 'boxes', time: '2025-02-03T10:00:00Z', subject: 'archive:document', quantity: 5, unit: 'document' }]);
}, LIMIT_MS);
afterAll(async () => {
  await runtime.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test('series R: rate, forecast and net as the vectors say', async () => {
  const { benefits, initiatives } = await figures();
  expect(benefits).toMatchObject([
    { rate: '98.50', amount: { gross: '591000.00' }, forecast: { method: 'seasonal', amount: '1477500.00', plan: '1500000.00' } },
  ]);
  expect(benefits).toMatchObject([{ variance: { total: '-9000.00', volume: '-9000.00', price: '0.00', adjustment: '0.00' } }]);
  expect(initiatives).toMatchObject([{ net: '466000.00', cumulativeNet: '66000.00', runningCost: '125000.00', oneOffCost: '400000.00' }]);
});

test('case Q: the business case of the contract, with what it costs to do nothing', async () => {
  const said = await done(['case', 'case-q', '--tenant', 'SE-2281', '--discount-rate', '2.5', '--years', '3', '--format', 'json']);
  expect(JSON.parse(said)).toMatchObject({
    npv: '1863664.20',
    roi: '173.91',
    bcr: '2.67',
    paybackMonths: '12.75',
    breakEvenShare: '11.90',
    costOfDelayPerMonth: '104166.67',
    realisedPaybackMonths: '5.04',
    inaction: { perYear: ['1248000.00', '1297920.00', '1349836.80'], extra: '295756.80' },
  });
});

test('a sum over types and units is refused by name', async () => {
  const answer = await fetch(`${stack.url}/v1/figures/sum?tenant=SE-2281&from=2025-01&to=2025-06&over=tenant`);
  expect(answer.status).toBe(422);
  expect(await answer.json()).toMatchObject({ code: 'INCOMPATIBLE_SUM' });
});

test('the API describes itself', async () => {
  const description = (await (await fetch(`${stack.url}/v1/openapi.json`)).json()) as { openapi: string; paths: Record<string, object> };
  expect(description.openapi).toMatch(/^3\.1\./);
  expect(Object.keys(description.paths)).toEqual(expect.arrayContaining(['/v1/events', '/v1/figures', '/v1/case', '/v1/periods']));
});

test('owner confirms, somebody else reviews, and what is harvested is a figure of its own', async () => {
  const january = original(await figures(), '2025-01')?.id ?? '';
  await done(as('Olga', 'confirm', january, '--amount', '60000', '--cause', 'volume', '--comment', 'as the carrier invoiced'));
  expect((await run(as('Olga', 'review', january))).exitCode).toBe(1);
  await done(as('Rut', 'review', january));
  await done(as('Olga', 'harvest', 'digital-post/postage-and-handling/postage-budget', '--month', '2025-06', '--amount', '112500'));
  const now = await figures();
  expect(original(now, '2025-01')?.amount).toMatchObject({ gross: '63000.00', adjusted: '63000.00', confirmed: '60000.00', harvested: null, asReported: null });
  // 112 500 of 591 000, as vector d5.
  expect(now.benefits).toMatchObject([{ harvestRate: '19.04', amount: { harvested: '112500.00', confirmed: '60000.00' } }]);
});

test('a closed month keeps what it reported; what comes late is booked once in the first open month', async () => {
  for (const month of ['2025-01', '2025-02']) await close(month);
  await done(as('Anna', 'period', 'preliminary', '2025-03'));
  // Four eyes: not by the one who set it preliminary.
  expect((await run(as('Anna', 'period', 'close', '2025-03'))).exitCode).toBe(1);
  await done(as('Bo', 'period', 'close', '2025-03'));
  const closed = await figures();
  expect(original(closed, '2025-03')).toMatchObject({ state: 'CLOSED', amount: { gross: '99750.00', asReported: '99750.00' } });
  expect(adjustments(closed)).toEqual([]);
  const before = new Date().toISOString();

  await send(Array.from({ length: 50 }, (_, n) => letters(`late-${n}`, '03', 1)));
  const late = await figures();
  expect(original(late, '2025-03')).toMatchObject({ amount: { gross: '100500.00', asReported: '99750.00' } });
  expect(adjustments(late)).toEqual([['2025-04', '2025-03', '750.00']]);
  expect(late.benefits).toMatchObject([{ amount: { gross: '591750.00' } }]);

  const known = await figures('--as-known-on', before);
  expect(original(known, '2025-03')).toMatchObject({ amount: { gross: '99750.00', asReported: '99750.00' } });
  expect(adjustments(known)).toEqual([]);
});

test('a corrected price changes no reported figure and appears once for each closed month', async () => {
  await apply(CORRECTION);
  await done(['wait', '--timeout', '60']);
  const corrected = await figures();
  expect(['2025-01', '2025-02', '2025-03', '2025-04'].map((month) => original(corrected, month)?.amount)).toMatchObject([
    { asReported: '63000.00', gross: '65520.00' },
    { asReported: '94500.00', gross: '98280.00' },
    { asReported: '99750.00', gross: '104520.00' },
    { asReported: null, gross: '131040.00' },
  ]);
  // 4 200 and 6 300 letters at 0.60 more; March is 6 700 × 15.60 − 99 750.
  expect(adjustments(corrected)).toEqual([
    ['2025-04', '2025-01', '2520.00'],
    ['2025-04', '2025-02', '3780.00'],
    ['2025-04', '2025-03', '4770.00'],
  ]);
});

test('a month is reopened by a second person with a reason, and its next version reports anew', async () => {
  expect((await run(as('Bo', 'period', 'reopen', '2025-03', '--reason', 'late letters'))).exitCode).toBe(1);
  await done(as('Cecilia', 'period', 'reopen', '2025-03', '--reason', 'late letters'));
  expect(original(await figures(), '2025-03')?.state).toBe('REOPENED');
  await close('2025-03');
  const again = await figures();
  expect(original(again, '2025-03')).toMatchObject({ state: 'CLOSED', amount: { asReported: '104520.00', gross: '104520.00' } });
  expect(adjustments(again)).toEqual([
    ['2025-04', '2025-01', '2520.00'],
    ['2025-04', '2025-02', '3780.00'],
  ]);
});

test('a figure leads to its formula, its parameters and every event', async () => {
  const march = original(await figures(), '2025-03')?.id ?? '';
  const said = await done(['explain', march, '--events', '--tenant', 'SE-2281', '--format', 'json']);
  expect(said).toContain('unit-value/1');
  expect(said).toContain('the invoice of the carrier says so');
  const ids = new Set(said.match(/"(late-\d+|month-\d)"/g));
  expect([...ids].sort()).toEqual([...Array.from({ length: 50 }, (_, n) => `"late-${n}"`), '"month-3"'].sort());
});

test('everything that is stored recomputes to what is shown', async () => {
  expect((await run(['verify'])).exitCode).toBe(0);
});
