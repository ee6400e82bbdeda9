import type { Statement } from '@hemtag/statements';
import { TOPICS } from '@hemtag/contracts';
import { topicEndOffsets } from '@hemtag/platform-kafka';
import { startServiceProcess, until } from '@hemtag/testing';
import { join } from 'node:path';
import pg from 'pg';
import { openReportScene, TENANT, type ReportScene } from '../test/report-scene.js';

/* What becomes of reports where a process ends, or is away, at a bad moment: none is lost and none is made twice. */

// Processes start again and leases run out in each of these.
const LIMIT_MS = 180_000;

let scene: ReportScene;
let database: pg.Client;
beforeAll(async () => {
  scene = await openReportScene();
  await scene.publish('2025-01-14', '4200');
  database = new pg.Client({ connectionString: scene.databaseUrl });
  await database.connect();
}, LIMIT_MS);
afterAll(async () => {
  await database?.end();
  await scene?.dispose();
});

interface Made {
  readonly statements: number;
  readonly files: readonly string[];
}
async function archived(id: string): Promise<Made> {
  const statements = await database.query<{ count: number }>('SELECT count(*)::int AS count FROM report.statement WHERE id = $1', [id]);
  const files = await database.query<{ file: string }>(
    `SELECT format || ' ' || fingerprint AS file FROM report.rendition WHERE statement_id = $1 ORDER BY rendered_at`,
    [id],
  );
  return { statements: statements.rows[0]?.count ?? 0, files: files.rows.map(({ file }) => file) };
}

/** Lets no file but a PDF into the archive. Resolves with what ends that: it ends those that wait, too, so that what was killed adds nothing afterwards. */
async function holdFilesBehindThePdf(): Promise<() => Promise<void>> {
  await database.query(`
    CREATE FUNCTION report.hold_file() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_advisory_xact_lock_shared(42); RETURN NEW; END';
    CREATE TRIGGER hold_file BEFORE INSERT ON report.rendition FOR EACH ROW WHEN (NEW.format <> 'pdf') EXECUTE FUNCTION report.hold_file();
    SELECT pg_advisory_lock(42)`);
  return async () => {
    const held = `FROM pg_locks l JOIN pg_database d ON d.oid = l.database AND d.datname = current_database() WHERE locktype = 'advisory' AND objid = 42 AND NOT granted`;
    await database.query(`SELECT pg_terminate_backend(pid) ${held}`);
    await until(async () => (await database.query(`SELECT ${held}`)).rowCount === 0);
    await database.query('SELECT pg_advisory_unlock(42); DROP TRIGGER hold_file ON report.rendition; DROP FUNCTION report.hold_file()');
  };
}

test(
  'months that are closed while the service is away are reported when it is back, each once',
  async () => {
    await scene.killReport();
    for (const month of ['2025-01', '2025-02']) await scene.close(month);
    await scene.startReport();
    await scene.made('SE-2281-2025-01-v1');
    await scene.made('SE-2281-2025-02-v1');
    for (const id of ['SE-2281-2025-01-v1', 'SE-2281-2025-02-v1']) expect([id, (await archived(id)).statements]).toEqual([id, 1]);
  },
  LIMIT_MS,
);

test(
  'kill -9 in the middle of rendering: the same statement, the files that were there, and the rest of them',
  async () => {
    const id = 'SE-2281-2025-03-v1';
    await scene.step('2025-03', 'preliminary');
    await scene.made(`${id}-preliminary`);
    const release = await holdFilesBehindThePdf();
    await scene.step('2025-03', 'close');
    await until(async () => (await archived(id)).files.length > 0);
    await scene.killReport();
    await release();
    const before = await archived(id);
    expect(before.statements).toBe(1);
    expect(before.files).toHaveLength(1);
    const { rows } = await database.query<{ progress: string; lease: string | null }>('SELECT progress, lease FROM report.statement_job WHERE id = $1', [id]);
    expect(rows).toEqual([{ progress: 'waiting', lease: expect.any(String) }]);

    await scene.startReport();
    const report = await scene.made(id);
    const after = await archived(id);
    expect(after.statements).toBe(1);
    expect(after.files.slice(0, before.files.length)).toEqual(before.files);
    expect(after.files.map((file) => file.split(' ')[0]).sort()).toEqual(['csv', 'html', 'pdf', 'xlsx']);
    expect(report.files).toHaveLength(5);
  },
  LIMIT_MS,
);

test(
  'two processes share the work and make each report once',
  async () => {
    const second = await startServiceProcess({ main: join(__dirname, '../dist/main.js'), env: scene.reportEnvironment });
    try {
      await scene.close('2025-04');
      await scene.close('2025-05');
      await scene.made('SE-2281-2025-04-v1');
      await scene.made('SE-2281-2025-05-v1');
      const asked = await Promise.all([scene.ask('2025-H1'), scene.ask('2025-H1')]);
      expect(new Set(asked.map(({ body }) => body.id)).size).toBe(1);
    } finally {
      await second.stop('SIGKILL');
    }
    const { rows } = await database.query<{ id: string }>('SELECT id FROM report.statement_job WHERE attempts <> 1 AND id LIKE $1', ['SE-2281-2025-05%']);
    expect(rows).toEqual([]);
  },
  LIMIT_MS,
);

test(
  'without the benefit service what was archived is there; what is to be made waits, says why, and is made afterwards',
  async () => {
    await scene.killReport();
    await scene.close('2025-06');
    // The step is on the log before the service that told of it goes away.
    await until(async () => (await database.query('SELECT 1 FROM benefit.outbox')).rowCount === 0);
    await scene.stopBenefit();
    await scene.startReport();
    await until(async () => (await scene.status()).some(({ fault }) => fault?.startsWith('NOT_READY: the benefit service does not answer') ?? false));
    expect((await scene.file('SE-2281-2025-03-v1', 'pdf')).status).toBe(200);
    expect(await scene.ask('2025-07')).toMatchObject({ status: 503, body: { code: 'NOT_READY', detail: 'the benefit service does not answer' } });
    expect(await scene.get('/v1/reports/SE-2281-2025-03-v1/signatures')).toMatchObject({ status: 503 });
    await scene.startBenefit();
    expect(await scene.made('SE-2281-2025-06-v1')).toMatchObject({ state: 'FINAL' });
  },
  LIMIT_MS,
);

test(
  'what does not have the hash that it was closed with is no report: refused, told, and counted',
  async () => {
    await scene.killReport();
    await scene.close('2025-07');
    await database.query('ALTER TABLE benefit.period_figure DISABLE TRIGGER ALL');
    await database.query(
      `UPDATE benefit.period_figure SET gross = '1' WHERE tenant = $1 AND month = '2025-07' AND sequence = (SELECT max(sequence) FROM benefit.period_figure WHERE month = '2025-07')`,
      [TENANT],
    );
    await database.query('ALTER TABLE benefit.period_figure ENABLE TRIGGER ALL');
    await scene.startReport();
    await until(async () => (await scene.status()).some(({ id, progress }) => id === 'SE-2281-2025-07-v1' && progress === 'refused'));
    expect((await scene.status()).find(({ id }) => id === 'SE-2281-2025-07-v1')?.fault).toMatch(/^SNAPSHOT_DIFFERS: what 2025-07 keeps in version 1/);
    expect(await archived('SE-2281-2025-07-v1')).toEqual({ statements: 0, files: [] });
    const refused = await scene.ask('2025-07');
    expect(refused).toMatchObject({ status: 409, body: { code: 'REPORT_REFUSED' } });
    expect(await (await fetch(scene.report.metricsUrl)).text()).toMatch(/^hemtag_report_overdue_reports\{[^}]*\} 1$/m);

    // The way out that the fault names: nobody has seen version 1, so that version 2 is compared with nothing.
    await scene.step('2025-07', 'reopen', 'rapporten kunde inte göras');
    await scene.close('2025-07');
    expect(await scene.made('SE-2281-2025-07-v2')).toMatchObject({ state: 'FINAL', version: 2 });
    expect((JSON.parse((await scene.file('SE-2281-2025-07-v2', 'json')).bytes.toString('utf8')) as Statement).header.replaces).toBeNull();
  },
  LIMIT_MS,
);

test(
  'of a version that the log no longer tells of, the report is made because the next version is compared with it',
  async () => {
    await scene.killReport();
    await scene.close('2025-08');
    await scene.step('2025-08', 'reopen', 'fel pris');
    await scene.close('2025-08');
    const { HEMTAG_KAFKA_BROKERS: brokers = '', HEMTAG_TOPIC_PREFIX: prefix = '' } = scene.reportEnvironment;
    const topic = TOPICS.benefitPeriods.name;
    await until(async () => (await database.query('SELECT 1 FROM benefit.outbox')).rowCount === 0);
    for (const [partition, end] of await topicEndOffsets({ brokers: brokers.split(','), topic, prefix })) {
      await database.query('UPDATE report.consumed_partition SET next_offset = $2 WHERE partition_id = $1', [partition, String(end)]);
    }
    await scene.startReport();
    expect(await scene.ask('2025-08')).toMatchObject({ status: 200, body: { id: 'SE-2281-2025-08-v2', version: 2, reason: 'fel pris' } });
    expect((await scene.list('&period=2025-08')).map(({ id }) => id)).toEqual(['SE-2281-2025-08-v2', 'SE-2281-2025-08-v1']);
  },
  LIMIT_MS,
);
