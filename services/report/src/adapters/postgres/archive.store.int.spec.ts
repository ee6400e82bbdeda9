import { claimPartition } from '@hemtag/platform-inbox';
import { inTransaction } from '@hemtag/platform-postgres';
import { createTestDatabase, type TestDatabase } from '@hemtag/testing';
import { hash } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { Claim, NewRendition, NewStatement, ReportJob } from '../../application/ports.js';
import { reportId } from '../../application/report-id.js';
import { sha256 } from '../../sha256.js';
import { PostgresArchive } from './archive.store.js';
import { openDatabase } from './database.js';
import { PostgresJobStore } from './statement-job.store.js';

const TENANT = 'SE-2281';
const KNOWN_ON = Date.parse('2026-04-09T08:00:00.123Z');
const SNAPSHOT = 'a'.repeat(64);

let database: TestDatabase;
let dataSource: DataSource;
let archive: PostgresArchive;
let jobs: PostgresJobStore;
beforeAll(async () => {
  database = await createTestDatabase();
  dataSource = await openDatabase(database.url);
  archive = new PostgresArchive(dataSource);
  jobs = new PostgresJobStore(dataSource);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

function jobOf(period: string, version = 1, departments: readonly string[] = []): ReportJob {
  const key = { tenant: TENANT, period, departments, state: 'FINAL', version, knownOn: KNOWN_ON } as const;
  return { ...key, id: reportId(key, sha256), snapshotHash: SNAPSHOT };
}
function statementOf(job: ReportJob, text: string): NewStatement {
  const content = Buffer.from(text);
  return { ...job, content, fingerprint: hash('sha256', content), language: 'sv', reason: job.version === 1 ? null : 'fel pris' };
}
const pdfOf = (job: ReportJob, text: string): NewRendition => {
  const content = Buffer.from(text);
  return { tenant: TENANT, statementId: job.id, format: 'pdf', language: 'sv', content, fingerprint: hash('sha256', content), renderer: 'test-1' };
};
async function claimOf(job: ReportJob, leaseMs = 60_000): Promise<Claim> {
  await jobs.ask(job);
  const claim = await jobs.claim(leaseMs);
  expect(claim?.job.id).toBe(job.id);
  return claim!;
}

test('the entities do not drift from the migrated tables', async () => {
  expect((await dataSource.driver.createSchemaBuilder().log()).upQueries.map(({ query }) => query)).toEqual([]);
});

test('bytes come back as they were archived, a second statement of the same version is not added, and neither is a second file', async () => {
  const job = jobOf('2026-01');
  const claim = await claimOf(job);
  expect(await archive.addStatement(claim, statementOf(job, '{"a":1}'))).toBe(true);
  expect(await archive.addStatement(claim, statementOf(job, '{"a":2}'))).toBe(false);
  expect(await archive.addRendition(pdfOf(job, '%PDF-1.7 one'))).toBe(true);
  expect(await archive.addRendition(pdfOf(job, '%PDF-1.7 two'))).toBe(false);
  await jobs.finish(claim);
  expect((await archive.statementBytes(TENANT, job.id))?.content.toString()).toBe('{"a":1}');
  const pdf = await archive.renditionBytes(TENANT, { statementId: job.id, format: 'pdf', language: 'sv' });
  expect(pdf?.content.toString()).toBe('%PDF-1.7 one');
  const [report] = await archive.reports(TENANT, '2026-01');
  expect(report).toMatchObject({
    statement: { id: 'SE-2281-2026-01-v1', knownOn: KNOWN_ON, fingerprint: hash('sha256', '{"a":1}'), snapshotHash: SNAPSHOT },
    statementBytes: 7,
    files: [{ format: 'pdf', language: 'sv', bytes: 12, fingerprint: hash('sha256', '%PDF-1.7 one') }],
  });
  expect(await archive.report('SE-0001', job.id)).toBeNull();
});

test('a month has a statement of the whole tenant and one of each list of departments, and each comes back with its own', async () => {
  const lists = [[], ['Omsorg'], ['Omsorg', 'Skola, {"förskola"}']];
  for (const [index, departments] of lists.entries()) {
    const job = jobOf('2026-07', 1, departments);
    const claim = await claimOf(job);
    expect(claim.job.departments).toEqual(departments);
    expect(await archive.addStatement(claim, statementOf(job, `{"of":${index}}`))).toBe(true);
    // The same departments under another name are no second statement.
    expect(await archive.addStatement(claim, { ...statementOf(job, '{}'), id: `${job.id}-again` })).toBe(false);
    await jobs.finish(claim);
    expect((await archive.report(TENANT, job.id))?.statement.departments).toEqual(departments);
    expect((await jobs.job(TENANT, job.id))?.departments).toEqual(departments);
  }
  expect((await archive.reports(TENANT, '2026-07')).map(({ statement }) => statement.departments)).toEqual([...lists].reverse());
});

test('whoever asks for an open period joins who waits for the same departments, and nobody else', async () => {
  const openJob = (departments: readonly string[], knownOn: number): ReportJob => {
    const key = { tenant: TENANT, period: '2026-08', departments, state: 'ON_DEMAND', version: null, knownOn } as const;
    return { ...key, id: reportId(key, sha256), snapshotHash: null };
  };
  const [whole, part] = [openJob([], KNOWN_ON), openJob(['Omsorg'], KNOWN_ON)];
  expect((await jobs.ask(whole)).id).toBe(whole.id);
  expect((await jobs.ask(part)).id).toBe(part.id);
  expect((await jobs.ask(openJob([], KNOWN_ON + 1_000))).id).toBe(whole.id);
  expect((await jobs.ask(openJob(['Omsorg'], KNOWN_ON + 1_000))).id).toBe(part.id);
  for (const job of [whole, part]) await jobs.finish({ job: (await jobs.job(TENANT, job.id))!, lease: (await jobs.claim(60_000))!.lease });
});

test('a refused version is overdue until a later one is made', async () => {
  const before = await jobs.overdue();
  await jobs.refuse(await claimOf(jobOf('2026-10')), { code: 'SNAPSHOT_DIFFERS', detail: 'it does not agree' });
  const next = await claimOf(jobOf('2026-10', 2));
  expect(await jobs.overdue()).toBe(before + 1);
  await jobs.finish(next);
  expect(await jobs.overdue()).toBe(before);
});

test('what a plan asks for is added once, stays refused, and is no overdue report by itself', async () => {
  const job = jobOf('2026-09', 1, ['Omsrog']);
  const before = await jobs.overdue();
  expect([await jobs.add(job), await jobs.add(job)]).toEqual([true, false]);
  await jobs.refuse((await jobs.claim(60_000))!, { code: 'NOT_FOUND', detail: 'no initiative has this department' });
  expect([await jobs.add(job), await jobs.claim(60_000)]).toEqual([false, null]);
  expect(await jobs.job(TENANT, job.id)).toMatchObject({ progress: 'refused', fault: { code: 'NOT_FOUND' } });
  expect(await jobs.overdue()).toBe(before);
});

test.each([
  `UPDATE statement SET reason = NULL`,
  `DELETE FROM statement`,
  `TRUNCATE statement CASCADE`,
  `UPDATE rendition SET content = '\\x00'`,
  `DELETE FROM rendition`,
  `TRUNCATE rendition`,
])('the database refuses to change what was archived: %s', async (sql) => {
  await expect(dataSource.query(sql)).rejects.toThrow('what was archived is never changed');
});

test('the database refuses bytes that are not those of the fingerprint', async () => {
  const job = jobOf('2026-02');
  const claim = await claimOf(job);
  await expect(archive.addStatement(claim, { ...statementOf(job, '{}'), fingerprint: '0'.repeat(64) })).rejects.toThrow('statement_fingerprint');
  expect(await archive.addStatement(claim, statementOf(job, '{}'))).toBe(true);
  await expect(archive.addRendition({ ...pdfOf(job, 'x'), fingerprint: '0'.repeat(64) })).rejects.toThrow('rendition_fingerprint');
  await jobs.finish(claim);
});

test('who lost the job adds no statement: the next one has it', async () => {
  const job = jobOf('2026-03');
  const lost = await claimOf(job, 0);
  const held = (await jobs.claim(60_000))!;
  expect(held.job).toMatchObject({ id: job.id, attempts: 2 });
  expect(await jobs.extend(lost, 60_000)).toBe(false);
  expect(await archive.addStatement(lost, statementOf(job, '{"by":"lost"}'))).toBe(false);
  await jobs.finish(lost);
  expect(await jobs.job(TENANT, job.id)).toMatchObject({ progress: 'waiting' });
  expect(await jobs.claim(60_000)).toBeNull();
  expect(await archive.addStatement(held, statementOf(job, '{"by":"held"}'))).toBe(true);
  await jobs.finish(held);
  expect(await jobs.job(TENANT, job.id)).toMatchObject({ progress: 'done', fault: null });
});

test('a job waits after a fault, is refused for good, and goes again when somebody asks for it', async () => {
  const job = jobOf('2026-04');
  const first = await claimOf(job);
  await jobs.postpone(first, { delayMs: 60_000, fault: { code: 'NOT_READY', detail: 'the benefit service does not answer' } });
  expect(await jobs.claim(60_000)).toBeNull();
  expect(await jobs.job(TENANT, job.id)).toMatchObject({ progress: 'waiting', attempts: 1, fault: { code: 'NOT_READY' } });
  await dataSource.query(`UPDATE statement_job SET due_at = now() WHERE id = $1`, [job.id]);
  await jobs.refuse((await jobs.claim(60_000))!, { code: 'CONFLICT', detail: 'it does not agree' });
  expect(await jobs.overdue()).toBe(1);
  expect(await jobs.claim(60_000)).toBeNull();
  await jobs.ask(job);
  const again = await jobs.claim(60_000);
  // Who asks anew has all tries anew.
  expect(again?.job.attempts).toBe(1);
  await jobs.finish(again!);
  await jobs.ask(job);
  expect(await jobs.claim(60_000)).toBeNull();
});

test('what comes in one batch is made in the order in which it was known', async () => {
  const source = { topic: 'benefit.periods.v1', partition: 1 };
  const { epoch } = await inTransaction(dataSource, (tx) => claimPartition(tx, source));
  const final = { ...jobOf('2025-12'), knownOn: KNOWN_ON + 1 };
  const preliminary = { ...final, id: 'SE-2281-2025-12-v1-preliminary', state: 'PRELIMINARY', knownOn: KNOWN_ON } as const;
  await jobs.store({ ...source, epoch, firstOffset: 0n, nextOffset: 2n, jobs: [final, preliminary] });
  const claims = [await jobs.claim(60_000), await jobs.claim(60_000)];
  expect(claims.map((claim) => claim?.job.id)).toEqual([preliminary.id, final.id]);
  for (const claim of claims) await jobs.finish(claim!);
});

test('a batch of the log stores jobs and position together, and what is repeated says nothing new', async () => {
  const source = { topic: 'benefit.periods.v1', partition: 0 };
  const { epoch } = await inTransaction(dataSource, (tx) => claimPartition(tx, source));
  const batch = { ...source, epoch, firstOffset: 0n, nextOffset: 2n, jobs: [jobOf('2026-05'), jobOf('2026-06')] };
  await jobs.store(batch);
  await expect(jobs.store(batch)).rejects.toThrow();
  await jobs.store({ ...batch, firstOffset: 2n, nextOffset: 3n, jobs: [jobOf('2026-05')] });
  expect(
    (await jobs.jobs(TENANT))
      .filter(({ progress }) => progress === 'waiting')
      .map(({ id }) => id)
      .sort(),
  ).toEqual(['SE-2281-2026-05-v1', 'SE-2281-2026-06-v1']);
});
