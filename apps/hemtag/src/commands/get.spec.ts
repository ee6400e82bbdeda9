import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { initiative, rate, registerOf, source, tenant } from '../../test/register.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
beforeEach(async () => {
  server = await startHttpServerFake();
  server.respond = registerOf([
    tenant('SE-2281'),
    tenant('DK-860'),
    source('DK-860', '/dk/860/interpreting/portal'),
    rate(null, 'hourly-cost-se'),
    rate('SE-2281', 'hourly-cost-se'),
    initiative('SE-2281', 'digital-post', ['postage']),
  ]);
});
afterEach(() => server.close());

const names = async (words: string): Promise<string[]> => {
  const { exitCode, output } = await runCommand(words, { url: server.url });
  expect(exitCode).toBe(0);
  return (JSON.parse(output) as { objects: { tenant: string | null; name: string }[] }).objects.map(({ tenant: of, name }) => `${of ?? ''}/${name}`);
};

it('takes kinds in singular and plural and in any case', async () => {
  for (const kind of ['tenant', 'tenants', 'Tenant', 'TENANTS']) expect(await names(`get ${kind}`)).toEqual(['/SE-2281', '/DK-860']);
});

it('shows tenants and rates over all tenants, and one where it is named', async () => {
  expect(await names('get rates')).toEqual(['/hourly-cost-se', 'SE-2281/hourly-cost-se']);
  expect(await names('get rates --tenant SE-2281')).toEqual(['SE-2281/hourly-cost-se']);
  expect(await names('get tenants --tenant DK-860')).toEqual(['/DK-860']);
});

it('finds the tenant of a named object and asks where it cannot', async () => {
  expect(await names('get initiative digital-post')).toEqual(['SE-2281/digital-post']);
  expect(await names('get sources --tenant DK-860')).toEqual(['DK-860/dk-860-interpreting-portal']);
  expect(await runCommand('get sources', { url: server.url })).toMatchObject({ exitCode: 2, errors: ['Name the tenant with --tenant: DK-860, SE-2281.'] });
});

it('refuses a name that is not there', async () => {
  expect(await runCommand('get rate wages', { url: server.url })).toMatchObject({ exitCode: 1, output: '', errors: ['No rate wages is registered.'] });
  expect(await runCommand('get source x --tenant DK-860', { url: server.url })).toMatchObject({
    exitCode: 1,
    errors: ['No source x is registered in DK-860.'],
  });
});

it('shows versions as a table, and what a named object says below it', async () => {
  const list = await runCommand('get tenants --format table', { url: server.url });
  expect(list.output.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['kind', 'tenant', 'name', 'version', 'recordedAt', 'author'],
    ['Tenant', 'SE-2281', '1', '2026-01-02T03:04:05Z', 'role:test'],
    ['Tenant', 'DK-860', '1', '2026-01-02T03:04:05Z', 'role:test'],
    [''],
  ]);
  const named = await runCommand('get tenant DK-860', { url: server.url, isTerminal: true });
  expect(named.output).toContain('"title": "DK-860"');
});

it('shows of a named object how far its benefits have come and what was known when', async () => {
  const entry = {
    path: 'benefits.postage.value', key: '2026-01-01', validFrom: '2026-01-01', validTo: null, recordedAt: '2026-01-02T03:04:05.000Z', supersededAt: null,
    author: 'anna', version: 1, reason: null, source: null, approvedBy: null, content: { validFrom: '2026-01-01', formula: 'unit-value', unitValue: '15.00' },
  }; // prettier-ignore
  const first = initiative('SE-2281', 'digital-post', ['postage']);
  const changes = [{ path: 'phase', change: 'changed', from: 'IDEA', to: 'OPERATION' }] as const;
  const second = { version: 2, recordedAt: '2026-02-01T00:00:00.000Z', author: 'bert', changes, document: {} };
  const object = {
    ...first,
    versions: [...first.versions, second],
    statuses: [{ benefit: 'postage', status: 'DRAFT', missing: ['OWNER', 'BASELINE'], hasApprovedEstimate: false, activeFrom: null, endsOn: '2026-07-01' }],
    entries: [
      { ...entry, supersededAt: '2026-02-01T00:00:00.000Z' },
      {
        ...entry,
        recordedAt: '2026-02-01T00:00:00.000Z',
        author: 'bert',
        reason: 'slip',
        content: { ...entry.content, unitValue: '16.00', corrects: true, reason: 'slip' },
      },
    ],
    retired: { from: '2026-07-01', reason: 'replaced' },
  } as const;
  server.respond = registerOf([tenant('SE-2281'), object]);
  const { output } = await runCommand('get initiative digital-post --format table', { url: server.url });
  const cells = output.split('\n').map((line) => line.split(/ {2,}/));
  expect(cells).toEqual(
    expect.arrayContaining([
      ['Version 2, 2026-02-01T00:00:00.000Z, bert'],
      ['', '~ phase changed: IDEA → OPERATION'],
      ['Retired from 2026-07-01 on: replaced'],
      ['postage', 'DRAFT', '2026-07-01', 'no', 'benefitOwner; a baseline'],
      ['benefits.postage.value', '2026-01-01', 'formula unit-value, unitValue 15.00', '2026-01-02T03:04:05.000Z', '2026-02-01T00:00:00.000Z', 'anna'],
      ['benefits.postage.value', '2026-01-01', 'formula unit-value, unitValue 16.00', '2026-02-01T00:00:00.000Z', 'bert', 'slip'],
    ]),
  );
});

it('gives CSV with the document in one cell', async () => {
  const { output } = await runCommand('get tenant DK-860 --format csv', { url: server.url });
  expect(output).toBe(
    'kind,tenant,name,version,recordedAt,author,document\n' +
      'Tenant,,DK-860,1,2026-01-02T03:04:05Z,role:test,"{""apiVersion"":""hemtag/v1"",""kind"":""Tenant"",""metadata"":{""tenant"":null,""name"":""DK-860""},""spec"":{""title"":""DK-860""}}"\n',
  );
});
