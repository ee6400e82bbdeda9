import { exampleLines, hemtag, startStack } from '@hemtag/launcher';
import { freeLoopbackPort, openRuntime } from '@hemtag/local-runtime';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import pg from 'pg';
import { until } from '@hemtag/testing';
import { eventLine, MIXED_EVENTS, MIXED_REGISTER, MIXED_TARGET, MIXED_TOWN, YEAR } from './mixed-town.js';

const CHECKOUT = resolve(__dirname, '../..');

export interface FilledStack {
  /** Of the gateway. */
  readonly url: string;
  /** As the owner of everything. */
  readonly databaseUrl: string;
  /** As a member of `hemtag_reader` and of nothing else. */
  readonly readerUrl: string;
  readonly stop: () => Promise<void>;
}

/** A login as docs/published-views.md has it made. */
export async function readerOf(databaseUrl: string): Promise<string> {
  const [name, password] = ['board_reader', 'board'];
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(`CREATE ROLE ${name} LOGIN PASSWORD '${password}' IN ROLE hemtag_reader`);
  await client.end();
  const url = new URL(databaseUrl);
  url.username = name;
  url.password = password;
  return url.href;
}

type Command = (args: readonly string[], input?: Iterable<string>) => Promise<string>;

function commandOf(url: string): { readonly run: Command; readonly mayFail: Command } {
  const call = async (args: readonly string[], input?: Iterable<string>): Promise<{ readonly exitCode: number; readonly stdout: string }> =>
    hemtag(args, { url, ...(input === undefined ? {} : { input: Readable.from(input) }) });
  const run: Command = async (args, input) => {
    const { exitCode, stdout } = await call(args, input);
    if (exitCode !== 0) throw new Error(`hemtag ${args.join(' ')} ended with ${exitCode}: ${stdout}`);
    return stdout;
  };
  return { run, mayFail: async (args, input) => (await call(args, input)).stdout };
}

const as = (name: string, ...args: readonly string[]): readonly string[] => [...args, '--as', name, '--tenant', MIXED_TOWN];

/** January is closed and gets a letter afterwards, February is preliminary; a figure is confirmed, something harvested. */
async function liveTheYear(run: Command): Promise<void> {
  for (const step of [as('Anna', 'period', 'preliminary', '2025-01'), as('Bo', 'period', 'close', '2025-01')]) await run(step);
  await run(['send', '-'], [eventLine({ id: 'late', time: '2025-01-15T10:00:00Z', subject: 'message:letter', quantity: 60, unit: 'letter' })]);
  await run(['wait', '--timeout', '60']);
  await run(as('Anna', 'period', 'preliminary', '2025-02'));
  await run(as('Eva', 'approve', '2025-02'));
  const said = await run(['figures', '--tenant', MIXED_TOWN, '--from', '2025-01', '--to', '2025-01', '--format', 'json']);
  const { figures } = JSON.parse(said) as { figures: { id: string; benefit: string; initiative: string; kind: string }[] };
  const confirmed = figures.find(({ initiative, benefit, kind }) => initiative === 'post' && benefit === 'postage' && kind === 'ORIGINAL');
  await run(as('Olga', 'confirm', confirmed?.id ?? '', '--amount', '10000', '--cause', 'volume'));
  await run(as('Olga', 'harvest', 'post/postage/budget', '--month', '2025-03', '--amount', '22500'));
}

/** Sent on purpose to be refused: a conflict, a unit that is none, a source that nobody has registered; and a duplicate. */
const REFUSED = [
  eventLine({ id: 'letters-1', time: '2025-01-14T10:00:00Z', subject: 'message:letter', quantity: 1, unit: 'letter' }),
  MIXED_EVENTS[1] ?? '',
  eventLine({ id: 'nobody', source: 'nobody', time: '2025-01-14T10:00:00Z', subject: 'message:letter', quantity: 1, unit: 'letter' }),
];

/** The three reports of the year's months are in the folder and the mails wait for a mail server; the year itself was asked for. */
async function reportTheYear(run: Command, { url, dataDir }: { readonly url: string; readonly dataDir: string }): Promise<void> {
  await run(['report', YEAR, '--tenant', MIXED_TOWN, '--out', join(dataDir, 'reports')]);
  await until(async () => {
    const answer = await fetch(`${url}/v1/reports/deliveries?tenant=${MIXED_TOWN}`);
    const { deliveries } = (await answer.json()) as { deliveries: readonly { channel: string; progress: string; fault: string | null }[] };
    const [mails, files] = [deliveries.filter(({ channel }) => channel === 'mail'), deliveries.filter(({ channel }) => channel === 'folder')];
    return mails.length === 3 && mails.every(({ fault }) => fault !== null) && files.length === 3 && files.every(({ progress }) => progress === 'sent');
  });
}

/** Everything that runs, filled with the example and the mixed town through the public command only. */
export async function startFilledStack(): Promise<FilledStack> {
  const dataDir = await mkdtemp(join(tmpdir(), 'hemtag-boards-'));
  const opened = await openRuntime({ dataDir });
  if (!opened.ok) throw new Error(opened.error.message);
  const runtime = opened.value;
  const stop = async (): Promise<void> => {
    await runtime.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const servers = await runtime.startServers({ cacheDir: `${CHECKOUT}/.hemtag/cache`, env: process.env, durable: false });
    if (!servers.ok) throw new Error(servers.error.message);
    const { databaseUrl, kafkaBrokers } = servers.value;
    const env = {
      ...process.env, HEMTAG_DATABASE_URL: databaseUrl, HEMTAG_KAFKA_BROKERS: kafkaBrokers.join(','),
      HEMTAG_REPORT_TARGETS: JSON.stringify({ [MIXED_TARGET]: { folder: join(dataDir, MIXED_TARGET) } }),
    }; // prettier-ignore
    const started = await startStack({ checkout: CHECKOUT, runtime, port: await freeLoopbackPort(), env, durable: false, say: () => undefined });
    if (!started.ok) throw new Error(started.error.message);
    const { url } = started.value;
    const { run, mayFail } = commandOf(url);
    const file = join(dataDir, 'mixed.yaml');
    await writeFile(file, MIXED_REGISTER.map((manifest) => JSON.stringify(manifest)).join('\n---\n'));
    await run(['apply', '-f', `${CHECKOUT}/examples/register`]);
    await run(['apply', '-f', file]);
    await run(['send', '-'], exampleLines());
    await run(['send', '-'], MIXED_EVENTS);
    await run(['wait', '--timeout', '120']);
    await mayFail(['send', '-'], REFUSED);
    await liveTheYear(run);
    await run(['wait', '--timeout', '60']);
    await reportTheYear(run, { url, dataDir });
    return { url, databaseUrl, readerUrl: await readerOf(databaseUrl), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
