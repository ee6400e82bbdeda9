import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { startHttpServerFake, type HttpServerFake, type Reply, type SeenRequest } from '../../test/http-server.fake.js';
import { registerOf, source, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

interface SentEvent {
  readonly id: string;
  readonly source?: string;
}

let server: HttpServerFake;
let folder: string;
beforeEach(async () => {
  server = await startHttpServerFake();
  server.respond = takeAll;
  folder = await mkdtemp(join(tmpdir(), 'hemtag-send-'));
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const eventsIn = ({ body }: SeenRequest): SentEvent[] => JSON.parse(body) as SentEvent[];
const idsIn = (request: SeenRequest): string[] => eventsIn(request).map(({ id }) => id);
const lines = (count: number, prefix = 'e'): string => Array.from({ length: count }, (_, index) => `{"id":"${prefix}-${index + 1}"}\n`).join('');
const counts = (received: number, accepted: number, rejected: number): string => `${JSON.stringify({ received, accepted, rejected })}\n`;

/** What the intake answers where it rejects the events whose id ends in `-bad`. */
function takeAll(request: SeenRequest): Reply {
  const ids = idsIn(request);
  const rejected = ids.flatMap((id, index) =>
    id.endsWith('-bad') ? [{ index, id, code: 'INVALID_QUANTITY', pointer: '/data/quantity', detail: 'must be above zero' }] : [],
  );
  return { status: 202, body: { received: ids.length, accepted: ids.length - rejected.length, rejected } };
}

const inTurn = (...replies: readonly Reply[]): void => {
  let next = 0;
  server.respond = (request) => replies[next++] ?? takeAll(request);
};

async function file(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

describe('batches', () => {
  it('hold at most 1 000 events and reach the intake as a CloudEvents batch', async () => {
    const path = await file('events.ndjson', lines(2_500));
    expect(await runCommand(`send ${path}`, { url: server.url })).toMatchObject({ exitCode: 0, output: counts(2_500, 2_500, 0), errors: [] });
    expect(server.seen.map((request) => eventsIn(request).length).sort()).toEqual([1_000, 1_000, 500]);
    expect(server.seen.every(({ path: at, headers }) => at === '/v1/events' && headers['content-type'] === 'application/cloudevents-batch+json')).toBe(true);
    expect(new Set(server.seen.flatMap(idsIn)).size).toBe(2_500);
  });

  it('stay well below 5 MiB', async () => {
    const big = 'x'.repeat(900 * 1024);
    await runCommand('send -', { url: server.url, input: Array.from({ length: 9 }, (_, index) => Buffer.from(`{"id":"${index}","x":"${big}"}\n`)) });
    // Four events of 0.88 MiB fit below 4 MiB, five do not.
    expect(server.seen.map((request) => eventsIn(request).length).sort()).toEqual([1, 4, 4]);
  });

  it('carry every line as it was written', async () => {
    const line = '{"id":"a", "data":{"quantity":0.1000000000000000055,"quantity":1e2}}';
    await runCommand('send -', { url: server.url, input: `${line}\r\n\n   \n${line}` });
    expect(server.seen.map(({ body }) => body)).toEqual([`[${line},${line}]`]);
  });

  it('go out several at a time once the server has answered', async () => {
    let underway = 0;
    let most = 0;
    const waiting: (() => void)[] = [];
    server.respond = async (request) => {
      underway += 1;
      most = Math.max(most, underway);
      // The first comes alone; the next four are held until all four are there.
      if (server.seen.length > 1 && server.seen.length <= 5) {
        await new Promise<void>((resolve) => {
          waiting.push(resolve);
          if (waiting.length === 4) for (const go of waiting) go();
        });
      }
      underway -= 1;
      return takeAll(request);
    };
    expect(await runCommand('send -', { url: server.url, input: lines(6_000) })).toMatchObject({ exitCode: 0, output: counts(6_000, 6_000, 0) });
    expect(most).toBe(4);
  });
});

describe('where events come from', () => {
  it('several files, packed ones and standard input', async () => {
    const plain = await file('a.ndjson', lines(2, 'a'));
    const packed = await file('b.ndjson.gz', gzipSync(lines(3, 'b')));
    expect(await runCommand(`send ${plain} ${packed} -`, { url: server.url, input: lines(1, 'c') })).toMatchObject({ exitCode: 0, output: counts(6, 6, 0) });
    expect(server.seen.flatMap(idsIn)).toEqual(['a-1', 'a-2', 'b-1', 'b-2', 'b-3', 'c-1']);
  });

  it('an empty file sends nothing', async () => {
    expect(await runCommand(`send ${await file('none.ndjson', '\n\n')}`, { url: server.url })).toMatchObject({ exitCode: 0, output: counts(0, 0, 0) });
    expect(server.seen).toEqual([]);
  });

  it('a packed file that is cut off sends what could be read and ends with 1', async () => {
    const noise = Array.from({ length: 5_000 }, (_, index) => `{"id":"${(index * 2_654_435_761) % 4_294_967_296}"}\n`).join('');
    const packed = gzipSync(noise);
    const path = await file('cut.ndjson.gz', packed.subarray(0, packed.length - 2_000));
    const run = await runCommand(`send ${path}`, { url: server.url });
    expect(run).toMatchObject({ exitCode: 1, errors: [`${path} cannot be read to its end: the gzip data ends too early.`] });
    expect(server.seen.length).toBeGreaterThan(0);
  });

  it('a file that is not there is wrong usage, said in words', async () => {
    const path = join(folder, 'missing.ndjson');
    expect(await runCommand(`send ${path}`, { url: server.url })).toMatchObject({
      exitCode: 2,
      errors: [`${path} cannot be read: there is no such file or folder.`],
    });
  });

  it('a folder is wrong usage, and nothing of the other files is sent', async () => {
    const path = await file('a.ndjson', lines(1));
    expect(await runCommand(`send ${path} ${folder}`, { url: server.url })).toMatchObject({
      exitCode: 2,
      errors: [`${folder} is a folder; name the files in it.`],
    });
    expect(server.seen).toEqual([]);
  });
});

describe('rejected lines', () => {
  it('are named by file, line, code and pointer, whether the server or the command rejects them', async () => {
    const path = await file('events.ndjson', '{"id":"1"}\n\n{"id":"2-bad"}\nnot json\n{"id":"3"}\n{"id":"4-bad"}\n');
    const run = await runCommand(`send ${path}`, { url: server.url });
    expect(run).toMatchObject({ exitCode: 1, output: counts(5, 2, 3) });
    expect(run.errors).toEqual([
      `${path}:3: INVALID_QUANTITY /data/quantity must be above zero`,
      `${path}:4: MALFORMED_BODY The line is not JSON; each line holds one whole CloudEvent.`,
      `${path}:6: INVALID_QUANTITY /data/quantity must be above zero`,
    ]);
  });

  it('that are not UTF-8 are rejected before they are sent', async () => {
    const run = await runCommand('send -', { url: server.url, input: [Buffer.from([0x22, 0xff, 0x22, 0x0a])] });
    expect(run).toMatchObject({ exitCode: 1, output: counts(1, 0, 1), errors: ['-:1: MALFORMED_BODY The line is not UTF-8.'] });
  });

  it('keep their line numbers over many batches and come in the order of the lines', async () => {
    const input = Array.from({ length: 4_200 }, (_, index) => `{"id":"${index + 1}${(index + 1) % 700 === 0 ? '-bad' : ''}"}\n`).join('');
    const run = await runCommand('send -', { url: server.url, input });
    expect(run).toMatchObject({ exitCode: 1, output: counts(4_200, 4_194, 6) });
    expect(run.errors.map((line) => line.split(' ')[0])).toEqual(['-:700:', '-:1400:', '-:2100:', '-:2800:', '-:3500:', '-:4200:']);
  });

  it('longer than 4 MiB are passed over without being held', async () => {
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const run = await runCommand('send -', { url: server.url, input: [...Array.from({ length: 6 }, () => chunk), Buffer.from('\n{"id":"2"}\n')] });
    expect(run).toMatchObject({ exitCode: 1, output: counts(2, 1, 1), errors: ['-:1: TOO_LARGE The line is longer than 4194304 bytes.'] });
  });

  it('are a small table on a terminal', async () => {
    const { output } = await runCommand('send -', { url: server.url, input: '{"id":"1-bad"}\n{"id":"2"}', isTerminal: true });
    expect(output.split('\n').map((line) => line.trim().split(/ +/))).toEqual([['received', 'accepted', 'rejected'], ['2', '1', '1'], ['']]);
  });
});

describe('a body that the server refuses as a whole', () => {
  it('is halved until the event to blame is found', async () => {
    server.respond = (request) =>
      idsIn(request).includes('e-6') ? { status: 413, body: { code: 'TOO_LARGE', detail: 'One event is larger than 1 MiB.' } } : takeAll(request);
    const run = await runCommand('send -', { url: server.url, input: lines(10) });
    expect(run).toMatchObject({ exitCode: 1, output: counts(10, 9, 1), errors: ['-:6: TOO_LARGE One event is larger than 1 MiB.'] });
    // 10 -> 5 + 5 -> (6 7 8) (9 10) -> (6 7) (8) -> (6) (7): nine requests.
    expect(server.seen.map((request) => eventsIn(request).length)).toEqual([10, 5, 5, 3, 2, 1, 1, 1, 2]);
  });

  it('for a reason that concerns all ends sending', async () => {
    server.respond = () => ({ status: 401, body: { code: 'INVALID_REQUEST', detail: 'No such token.' } });
    const run = await runCommand('send -', { url: server.url, input: lines(5_000) });
    expect(run).toMatchObject({ exitCode: 1, errors: ['INVALID_REQUEST: No such token.'] });
    expect(server.seen).toHaveLength(1);
  });
});

describe('a server that cannot take events now', () => {
  it('is asked again when it says so', async () => {
    inTurn({ status: 503, headers: { 'retry-after': '7' } }, { status: 429, headers: { 'retry-after': '3' } }, { status: 503 });
    const run = await runCommand('send -', { url: server.url, input: lines(2) });
    expect(run).toMatchObject({ exitCode: 0, output: counts(2, 2, 0), sleptMs: [7_000, 3_000, 1_000] });
    expect(server.seen.map(idsIn)).toEqual([
      ['e-1', 'e-2'],
      ['e-1', 'e-2'],
      ['e-1', 'e-2'],
      ['e-1', 'e-2'],
    ]);
  });

  it('and goes away after the first success is looked for again for a minute', async () => {
    server.respond = (request) => (server.seen.length === 1 ? takeAll(request) : 'cut');
    const run = await runCommand('send -', { url: server.url, input: lines(1_500) });
    expect(run).toMatchObject({ exitCode: 3, output: counts(1_500, 1_000, 0) });
    expect(run.errors).toEqual([
      `Hemtag is not reachable at ${server.url} (connection lost). Start it with \`npm start\`, or name its address in HEMTAG_URL.`,
      'What became of 500 events is not known; sending the file again is safe, because every id counts once.',
    ]);
    expect(run.sleptMs.slice(0, 6)).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000]);
    const slept = run.sleptMs.reduce((sum, one) => sum + one, 0);
    expect(slept).toBeGreaterThanOrEqual(60_000);
    expect(slept).toBeLessThan(66_000);
  });

  it('and comes back gets what it did not answer', async () => {
    inTurn({ status: 202, body: { received: 1_000, accepted: 1_000, rejected: [] } }, 'cut', 'cut');
    expect(await runCommand('send -', { url: server.url, input: lines(1_500) })).toMatchObject({ exitCode: 0, output: counts(1_500, 1_500, 0) });
    expect(server.seen.map((request) => eventsIn(request).length)).toEqual([1_000, 500, 500, 500]);
  });

  it('and is no Hemtag ends with 3', async () => {
    server.respond = () => ({ status: 200, body: { hello: 'world' } });
    const run = await runCommand('send -', { url: server.url, input: lines(1) });
    expect(run).toMatchObject({ exitCode: 3, output: '', errors: [`What answers at ${server.url} is not Hemtag.`] });
  });
});

describe('with --tenant', () => {
  beforeEach(() => {
    server.respond = registerOf([tenant('SE-2281'), tenant('DK-860'), source('SE-2281', '/se/2281/a'), source('DK-860', '/dk/860/b')], takeAll);
  });

  it('the sources of other tenants are not sent', async () => {
    const input = '{"id":"1","source":"/se/2281/a"}\n{"id":"2","source":"/dk/860/b"}\n{"id":"3"}\n';
    const run = await runCommand('send - --tenant SE-2281', { url: server.url, input });
    expect(run).toMatchObject({ exitCode: 1, output: counts(3, 2, 1), errors: ['-:2: WRONG_TENANT /source The source is not registered to this tenant.'] });
    expect(server.seen.filter(({ path }) => path === '/v1/events').flatMap(idsIn)).toEqual(['1', '3']);
  });

  it('an unknown tenant is refused before anything is sent', async () => {
    const run = await runCommand('send - --tenant SE-1', { url: server.url, input: lines(1) });
    expect(run).toMatchObject({ exitCode: 1, output: '', errors: ['No tenant SE-1 is registered; there are DK-860, SE-2281.'] });
  });
});
