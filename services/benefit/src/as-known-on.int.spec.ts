import { claimPartition } from '@hemtag/platform-inbox';
import { inTransaction } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { openDatabase } from './adapters/postgres/database.js';
import { PostgresPeriodStore } from './adapters/postgres/period.store.js';
import { PostgresRegisterStore } from './adapters/postgres/register.store.js';
import { PostgresVolumeStore } from './adapters/postgres/volume.store.js';
import { PostgresVolumeWriter } from './adapters/postgres/volume-writer.store.js';
import { readManifests } from './adapters/yaml/manifest-yaml.js';
import { applyManifests } from './application/apply-manifests.js';
import { readFigures } from './application/read-figures.js';

let database: TestDatabase;
let dataSource: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  await dataSource.query(
    `CREATE VIEW published.source_activity AS SELECT '' AS tenant, '' AS source, current_date AS day, 0 AS first_ms, 0 AS last_ms WHERE false`,
  );
  await dataSource.query(`CREATE VIEW published.source_incomplete_day AS SELECT '' AS tenant, '' AS source, current_date AS day WHERE false`);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

const TENANT = `apiVersion: hemtag/v1
kind: Tenant
metadata: {name: SE-0001}
spec: {title: Town, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}
---
`;
const initiative = (value: string): string => `apiVersion: hemtag/v1
kind: Initiative
metadata: {tenant: SE-0001, name: digital-post}
spec:
  title: {sv: Digital post}
  benefitOwner: role:manager
  goLive: 2026-01-01
  processChange: 2026-01-01
  currency: SEK
  benefits:
    - name: postage
      title: {sv: Porto}
      type: FINANCIAL
      evidence: BEDOMD
      meter: {subjects: ["message:letter"], units: [letter]}
      value:
        - {validFrom: 2026-01-01, formula: unit-value, unitValue: "15.00"}
${value}
      baseline:
        - {validFrom: 2026-01-01, volumePerYear: "140000", method: log, measuredFrom: 2025-01-01, measuredTo: 2025-12-31, source: log, approvedBy: role:controller}
`;

const ports = () => ({
  register: new PostgresRegisterStore(dataSource),
  volumes: new PostgresVolumeStore(dataSource),
  periods: new PostgresPeriodStore(dataSource),
  clock: () => Date.now() + 1_000,
});

async function apply(content: string): Promise<void> {
  const applied = await applyManifests({ files: [{ name: 'a.yaml', content }], actor: 'anna', dryRun: false }, { ...ports(), readManifests });
  if (!applied.ok) throw new Error(JSON.stringify(applied.error));
}

async function store(quantity: string, revision: number, recordedAt: number): Promise<void> {
  const series = {
    key: '00000000-0000-4000-8000-000000000001', source: '/se/0001/post/prod', subject: 'message:letter', unit: 'letter', outcome: 'success', channel: null,
    orgUnit: null, dimensions: {}, measure: null,
  }; // prettier-ignore
  const partition = { topic: 'usage.volumes.v1', partition: 0 };
  const { epoch, nextOffset } = await inTransaction(dataSource, (tx) => claimPartition(tx, partition));
  const volumes = [
    { tenant: 'SE-0001', series, day: '2026-03-20', quantity, revision, events: 1, offset: nextOffset, recordedAt, usageAt: null, ledgerAt: null },
  ];
  await new PostgresVolumeWriter(dataSource).store({ ...partition, epoch, firstOffset: nextOffset, nextOffset: nextOffset + 1n, volumes });
}

const ask = (asKnownOn: number | null) =>
  readFigures({ tenant: 'SE-0001', from: '2026-03', to: '2026-03', initiative: null, benefit: null, priceYear: null, asKnownOn }, ports());
const gross = async (asKnownOn: number | null): Promise<unknown> => {
  const answer = await ask(asKnownOn);
  return answer.ok ? answer.value.figures.map(({ amount }) => amount.gross) : answer.error;
};

test('after a change of the register and one of a volume, the instants before each still give the figures of then', async () => {
  const start = Date.now();
  await apply(TENANT + initiative(''));
  await store('100', 1, start - 180_000);
  const first = Date.now();
  await apply(initiative('        - {validFrom: 2026-03-15, formula: unit-value, unitValue: "20.00"}'));
  const second = Date.now();
  await store('110', 2, second + 1);
  const third = Date.now() + 5;
  // 100 × 15.00; from 15 March on 20.00: 100 × 20.00; then 110 × 20.00.
  expect(await gross(first)).toEqual(['1500.00']);
  expect(await gross(second)).toEqual(['2000.00']);
  expect(await gross(third)).toEqual(['2200.00']);
  expect(await gross(null)).toEqual(['2200.00']);
  expect(await gross(start)).toEqual({ kind: 'unknown-tenant' });
  expect(await gross(Date.now() + 60_000)).toEqual({ kind: 'not-yet-known' });
});
