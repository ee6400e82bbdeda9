import { startHttpServerFake, unusedUrl, type HttpServerFake } from '../test/http-server.fake.js';
import { registerOf, tenant } from '../test/register.fake.js';
import { runCommand } from '../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
});
afterEach(() => server.close());

describe('wrong usage ends with 2 and asks nothing', () => {
  it.each([
    ['bogus'],
    ['send'],
    ['apply'],
    ['figures --from 2025-01'],
    ['figures --from 2025-13 --to 2026-01'],
    ['figures --from 2025-02 --to 2025-01 --tenant SE-2281'],
    ['figures --from 2025-01 --to 2025-02 --price-year 25'],
    ['figures --from 2025-01 --to 2025-02 --format xml'],
    ['figures --from 2025-01 --to 2025-02 --colour'],
    ['get'],
    ['get letters'],
    ['get tenant one two'],
    ['wait --timeout soon'],
    ['wait --as <script>'],
    ['apply -f no-such-folder'],
    ['send no-such-file.ndjson'],
  ])('%s', async (words) => {
    const run = await runCommand(words, { url: server.url });
    expect(run).toMatchObject({ exitCode: 2, output: '' });
    expect(run.errors.length).toBeGreaterThan(0);
    expect(server.seen).toEqual([]);
  });

  it('no command at all', async () => {
    expect(await runCommand('', { url: server.url })).toMatchObject({ exitCode: 2 });
  });

  it('an address that is none', async () => {
    const run = await runCommand('wait', { url: 'localhost' });
    expect(run).toMatchObject({ exitCode: 2, errors: ['HEMTAG_URL is not an http or https address, such as http://localhost:8080.'] });
  });
});

describe('help and version end with 0', () => {
  it.each([['--help'], ['figures --help'], ['help send']])('%s', async (words) => {
    const run = await runCommand(words, { url: server.url });
    expect(run).toMatchObject({ exitCode: 0, errors: [] });
    expect(run.output).toContain('--tenant');
  });

  it('--version', async () => {
    expect(await runCommand('--version', { url: server.url })).toMatchObject({ exitCode: 0, output: '9.8.7\n' });
  });
});

describe('a server that is not there ends with 3', () => {
  it.each([['get tenants'], ['figures --from 2025-01 --to 2025-12'], ['wait'], ['send -'], [`apply -f ${__filename}`]])('%s', async (words) => {
    const url = await unusedUrl();
    const run = await runCommand(words, { url, input: '{}\n' });
    expect(run).toMatchObject({ exitCode: 3, output: '', sleptMs: [] });
    expect(run.errors).toEqual([`Hemtag is not reachable at ${url} (connection refused). Start it with \`npm start\`, or name its address in HEMTAG_URL.`]);
  });

  it('as does one that is not ready', async () => {
    server.respond = () => ({ status: 503, body: { code: 'NOT_READY', detail: 'The register is starting.' } });
    expect(await runCommand('get tenants', { url: server.url })).toMatchObject({ exitCode: 3, errors: ['NOT_READY: The register is starting.'] });
  });

  it('and one that is no Hemtag', async () => {
    server.respond = () => ({ status: 200, body: '<html>' });
    expect(await runCommand('get tenants', { url: server.url })).toMatchObject({ exitCode: 3, errors: [`What answers at ${server.url} is not Hemtag.`] });
  });
});

describe('what goes with every request', () => {
  it('is the actor and the token', async () => {
    server.respond = registerOf([tenant('SE-2281')]);
    await runCommand('get tenants --as karin', { url: `${server.url}/`, environment: { HEMTAG_TOKEN: 'secret' } });
    await runCommand('--as Åsa get tenants', { url: server.url });
    expect(server.seen.map(({ path, headers }) => [path, headers['hemtag-actor'], headers.authorization])).toEqual([
      ['/v1/register/tenant', 'karin', 'Bearer secret'],
      ['/v1/register/tenant', '%C3%85sa', undefined],
    ]);
  });

  it('is never repeated in reasons: text from elsewhere loses its control characters', async () => {
    server.respond = () => ({ status: 401, body: { code: 'INVALID_REQUEST', detail: 'no\u001b[2Jtoken\nhere' } });
    expect(await runCommand('get tenants', { url: server.url })).toMatchObject({ exitCode: 1, errors: ['INVALID_REQUEST: no [2Jtoken here'] });
  });
});
