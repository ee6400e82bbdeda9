import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ApplyRequest } from '@hemtag/contracts';
import { startHttpServerFake, type HttpServerFake } from '../../test/http-server.fake.js';
import { runCommand } from '../../test/terminal.fake.js';

let server: HttpServerFake;
let folder: string;
beforeEach(async () => {
  server = await startHttpServerFake();
  folder = await mkdtemp(join(tmpdir(), 'hemtag-apply-'));
  await mkdir(join(folder, 'more.yaml'));
  for (const name of ['20-b.yaml', '10-a.yml', '30-c.json', 'notes.txt']) await writeFile(join(folder, name), `content of ${name}`);
});
afterEach(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const objects = [
  { kind: 'Tenant', tenant: null, name: 'SE-2281', result: 'unchanged' },
  { kind: 'Initiative', tenant: 'SE-2281', name: 'digital-post', result: 'created' },
];

it('sends the manifests of a folder in name order and each file once', async () => {
  server.respond = () => ({ status: 200, body: { objects, warnings: [] } });
  const run = await runCommand(`apply -f ${folder} ${join(folder, '10-a.yml')} -f ${join(folder, 'notes.txt')}`, { url: server.url });
  expect(run).toMatchObject({ exitCode: 0, errors: [] });
  expect(server.seen).toHaveLength(1);
  expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/v1/manifests', query: {} });
  const { files } = JSON.parse(server.seen[0]?.body ?? '') as ApplyRequest;
  expect(files).toEqual(['10-a.yml', '20-b.yaml', '30-c.json', 'notes.txt'].map((name) => ({ name: join(folder, name), content: `content of ${name}` })));
});

it('prints what became of each object, as a table unless told otherwise', async () => {
  server.respond = () => ({ status: 200, body: { objects, warnings: [] } });
  const { output } = await runCommand(`apply -f ${folder} --dry-run`, { url: server.url });
  expect(server.seen[0]?.query).toEqual({ dryRun: 'true' });
  expect(output.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
    ['kind', 'tenant', 'name', 'result'],
    ['Tenant', 'SE-2281', 'unchanged'],
    ['Initiative', 'SE-2281', 'digital-post', 'created'],
    [''],
  ]);
  expect(JSON.parse((await runCommand(`apply -f ${folder} --format json`, { url: server.url })).output)).toEqual({ objects, warnings: [] });
});

it('of a dry run prints what would change, what that does to the figures of the year, and what is worth a look', async () => {
  const changes = [
    { path: 'phase', change: 'added', from: null, to: 'OPERATION' },
    { path: 'benefits.postage.value[2025-01-01]', change: 'corrected', from: 'unitValue 15.00', to: 'unitValue 16.00, reason slip' },
    { path: 'benefits.postage.adjust[2025-01-01]', change: 'ended', from: null, to: '2026-01-01' },
    { path: 'department', change: 'removed', from: 'A', to: null },
  ];
  const effect = [
    {
      tenant: 'SE-2281', initiative: 'digital-post', benefit: 'postage', type: 'FINANCIAL', unit: 'SEK', from: '2026-01', to: '2026-06',
      gross: { before: '591000.00', after: '630400.00' }, yearEstimate: { before: '1500000.00', after: null },
    },
  ]; // prettier-ignore
  const warnings = [
    { code: 'OVERLAP', tenant: 'SE-2281', initiative: 'digital-post', benefit: 'postage', detail: 'digital-post/postage and archive/letters meet' },
  ];
  const answer = { objects: [{ ...objects[1], result: 'versioned', changes }], warnings, effect };
  server.respond = () => ({ status: 200, body: answer });
  const { output, errors } = await runCommand(`apply -f ${folder} --dry-run`, { url: server.url });
  expect(output.split('\n').slice(2)).toEqual([
    '',
    'Initiative digital-post of SE-2281',
    '  + phase: OPERATION',
    '  ~ benefits.postage.value[2025-01-01] corrected: unitValue 15.00 → unitValue 16.00, reason slip',
    '  ~ benefits.postage.adjust[2025-01-01] ends on 2026-01-01',
    '  - department: A',
    '',
    'Figures of this year',
    '',
    expect.stringMatching(/^tenant +initiative +benefit +type +months +gross before +gross after/),
    expect.stringMatching(/^SE-2281 +digital-post +postage +FINANCIAL +2026-01 to 2026-06 +591000\.00 +630400\.00 +1500000\.00 +SEK$/),
    '',
  ]);
  expect(errors).toEqual(['OVERLAP (SE-2281): digital-post/postage and archive/letters meet.']);
  expect(JSON.parse((await runCommand(`apply -f ${folder} --dry-run --format json`, { url: server.url })).output)).toEqual(answer);
  server.respond = () => ({ status: 200, body: { objects, warnings: [], effect: [] } });
  expect((await runCommand(`apply -f ${folder} --dry-run`, { url: server.url })).output).toContain('No figure of this year would change.');
});

it('prints every fault with its place and ends with 1', async () => {
  const errors = [
    { file: 'a.yaml', line: 3, column: 7, path: 'spec.colour', detail: 'is no field of a Tenant' },
    { file: 'b.yaml', line: 12, column: 1, path: 'spec.versions[1]', detail: 'overlaps spec.versions[0]' },
    { file: 'c.yaml', line: 2, column: 1, path: '', detail: 'cannot be read as YAML' },
  ];
  server.respond = () => ({ status: 422, body: { code: 'INVALID_MANIFEST', detail: '3 faults', errors } });
  const run = await runCommand(`apply -f ${folder}`, { url: server.url });
  expect(run).toMatchObject({
    exitCode: 1,
    output: '',
    errors: [
      'a.yaml:3:7: spec.colour: is no field of a Tenant',
      'b.yaml:12:1: spec.versions[1]: overlaps spec.versions[0]',
      'c.yaml:2:1: cannot be read as YAML',
    ],
  });
});

it('with --tenant applies nothing that belongs to another', async () => {
  server.respond = () => ({ status: 200, body: { objects, warnings: [] } });
  const refused = await runCommand(`apply -f ${folder} --tenant DK-860`, { url: server.url });
  expect(refused).toMatchObject({ exitCode: 1, output: '' });
  expect(refused.errors).toEqual(objects.map(({ kind, name }) => `${kind} ${name} does not belong to DK-860; nothing was applied.`));
  expect(server.seen.map(({ query }) => query)).toEqual([{ dryRun: 'true' }]);
  expect(await runCommand(`apply -f ${folder} --tenant SE-2281`, { url: server.url })).toMatchObject({ exitCode: 0 });
  expect(server.seen.map(({ query }) => query)).toEqual([{ dryRun: 'true' }, { dryRun: 'true' }, {}]);
});

it('takes a folder without manifests for wrong usage', async () => {
  await mkdir(join(folder, 'empty'));
  const run = await runCommand(`apply -f ${join(folder, 'empty')}`, { url: server.url });
  expect(run).toMatchObject({ exitCode: 2, errors: [`${join(folder, 'empty')} holds no *.yaml, *.yml or *.json.`] });
});

it('refuses a file in another encoding, because its letters would be lost', async () => {
  const path = join(folder, 'latin-1.yaml');
  await writeFile(path, Buffer.from('title: Växel', 'latin1'));
  const run = await runCommand(`apply -f ${path}`, { url: server.url });
  expect(run).toMatchObject({ exitCode: 2, errors: [`${path} is not UTF-8; save it in that encoding.`] });
  expect(server.seen).toEqual([]);
});
