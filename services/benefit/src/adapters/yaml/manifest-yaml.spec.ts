import type { ManifestFault } from '@hemtag/contracts';
import { readManifests } from './manifest-yaml.js';

const read = (content: string, name = 'register.yaml') => readManifests([{ name, content }]);
const places = (faults: readonly ManifestFault[]): string[] => faults.map(({ line, column, path }) => `${line}:${column} ${path}`);
const lines = (...text: string[]): string => text.join('\n');

const TENANT = lines('apiVersion: hemtag/v1', 'kind: Tenant', 'metadata: {name: NO-0301}', 'spec:', '  title: Oslo', '  country: NO');

describe('what YAML says', () => {
  test('NO, no, yes, dates and octal-looking names are text; comments and empty documents do not count', () => {
    const { documents, faults } = read(lines('# before', '---', TENANT, '  language: no', '---', '# nothing', '---'));
    expect(faults).toEqual([]);
    expect(documents.map(({ manifest }) => manifest)).toEqual([
      { apiVersion: 'hemtag/v1', kind: 'Tenant', metadata: { name: 'NO-0301' }, spec: { title: 'Oslo', country: 'NO', language: 'no' } },
    ]);
  });

  test('the YAML 1.1 directive does not change that', () => {
    expect(read(lines('%YAML 1.1', '---', TENANT, '  language: no')).documents[0]?.manifest.spec).toEqual({ title: 'Oslo', country: 'NO', language: 'no' });
  });

  test('JSON with tabs, a byte order mark and Windows line ends are read', () => {
    const json = JSON.stringify({ apiVersion: 'hemtag/v1', kind: 'Tenant', metadata: { name: 'NO-0301' }, spec: { population: 700000 } }, null, '\t');
    expect(read(json).documents[0]?.manifest.spec).toEqual({ population: 700000 });
    const windows = `\uFEFF${TENANT}\n  populaton: 1`.replaceAll('\n', '\r\n');
    expect(places(read(windows).faults)).toEqual(['7:3 spec.populaton']);
  });

  test('an anchor may be used again', () => {
    const { documents, faults } = read(lines(TENANT, '  timeZone: &zone Europe/Oslo', '  language: *zone'));
    expect(documents[0]?.manifest.spec).toEqual({ title: 'Oslo', country: 'NO', timeZone: 'Europe/Oslo' });
    expect(places(faults)).toEqual(['8:13 spec.language']);
  });
});

describe('where faults stand', () => {
  const INITIATIVE = lines(
    'apiVersion: hemtag/v1',
    'kind: Initiative',
    'metadata: {tenant: SE-2281, name: digital-post}',
    'spec:',
    '  goLive: 2026-02-30',
    '  benefits:',
    '    - name: postage',
    '      value:',
    '        - {validFrom: 2025-01-01, formula: unit-value, unitValue: "15.00"}',
    '        - {validFrom: 2026-01-01, formula: unit-value, unitValue: 16.00, unitvalue: "1"}',
    '      meter: letter',
    '      baseline: [{volumePerYear: "1"}]',
  );

  test('a wrong value at its value, an unknown field at its name, a missing one at what lacks it', () => {
    const { faults } = read(INITIATIVE, 'digital-post.yaml');
    expect(faults).toEqual([
      { file: 'digital-post.yaml', line: 5, column: 11, path: 'spec.goLive', detail: 'must be a day YYYY-MM-DD that exists' },
      {
        file: 'digital-post.yaml',
        line: 10,
        column: 67,
        path: 'spec.benefits[0].value[1].unitValue',
        detail: 'must be a number such as "15.00" or "11/9": write it as text in quotes',
      },
      {
        file: 'digital-post.yaml',
        line: 10,
        column: 74,
        path: 'spec.benefits[0].value[1].unitvalue',
        detail: 'unknown field unitvalue: did you mean unitValue?',
      },
      { file: 'digital-post.yaml', line: 11, column: 14, path: 'spec.benefits[0].meter', detail: 'must be an object with fields' },
      { file: 'digital-post.yaml', line: 12, column: 18, path: 'spec.benefits[0].baseline[0].validFrom', detail: 'is required: a day YYYY-MM-DD' },
    ]);
  });

  test('all documents of all files at once, in the order of the files', () => {
    const { faults, hasUnreadable } = readManifests([
      { name: 'b.yaml', content: lines('kind: Tenant', '---', INITIATIVE, '---', 'a: [') },
      { name: 'a.yaml', content: lines('apiVersion: hemtag/v1', 'kind: Sorce', 'metadata: {}', 'spec: {}') },
    ]);
    expect(faults.map(({ file, line, column, path }) => `${file}:${line}:${column} ${path}`)).toEqual([
      'b.yaml:1:1 apiVersion',
      'b.yaml:1:1 metadata',
      'b.yaml:1:1 spec',
      'b.yaml:7:11 spec.goLive',
      'b.yaml:12:67 spec.benefits[0].value[1].unitValue',
      'b.yaml:12:74 spec.benefits[0].value[1].unitvalue',
      'b.yaml:13:14 spec.benefits[0].meter',
      'b.yaml:14:18 spec.benefits[0].baseline[0].validFrom',
      'b.yaml:16:5 ',
      'a.yaml:2:7 kind',
    ]);
    expect(hasUnreadable).toBe(true);
  });

  test('a field that stands twice', () => {
    const { faults } = read(lines(TENANT, '  title: Bergen'));
    expect(faults).toEqual([{ file: 'register.yaml', line: 7, column: 3, path: 'spec.title', detail: 'the field title stands here a second time' }]);
  });

  test('a later fault is located by its path, or by the nearest part around it', () => {
    const document = read(INITIATIVE).documents[0];
    expect(document?.isWhole).toBe(false);
    expect(
      [
        'spec.benefits[0].value[0].unitValue',
        'spec.benefits[0].value[0]',
        'spec.benefits[0].value',
        'spec.benefits[0].title',
        'spec.currency',
        'metadata.name',
        '',
      ].map((path) => document?.locate(path)),
    ).toEqual([
      { line: 9, column: 67 },
      { line: 9, column: 11 },
      { line: 8, column: 7 },
      { line: 7, column: 7 },
      { line: 4, column: 1 },
      { line: 3, column: 35 },
      { line: 1, column: 1 },
    ]);
  });
});

describe('hostile files', () => {
  test.each([
    ['[ without end', '['.repeat(300_000), 'is nested more than 40 levels deep'],
    ['- on and on', '- '.repeat(100_000), 'is nested more than 40 levels deep'],
    ['a file above the limit', `# ${'x'.repeat(1024 * 1024)}`, 'is larger than 1048576 bytes: split the file'],
    ['an alias to itself', 'a: &a [*a]', 'an alias to a part that it stands in: it would never end'],
    ['an alias to something around it', 'a: &a {b: {c: [*a]}}', 'an alias to a part that it stands in: it would never end'],
    [
      'aliases of aliases',
      lines('a: &a [x,x,x,x,x,x,x,x,x]', 'b: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]', 'c: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]', 'd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]'),
      'uses more than 100 aliases',
    ],
    ['an alias to nothing', 'a: *nothing', 'an alias to an anchor that does not exist before it'],
    ['an own tag', 'a: !!js/function x', 'cannot be read as YAML: Unresolved tag: tag:yaml.org,2002:js/function'],
    ['a list as a field name', '? [a]\n: b', 'a field must have a plain name'],
    ['the prototype', '__proto__: {kind: Tenant}', 'unknown field __proto__'],
    ['plain text', 'hello', 'must be an object with apiVersion, kind, metadata and spec'],
  ])('%s', (_, content, detail) => {
    const { documents, faults } = read(content);
    expect(documents).toEqual([]);
    expect(faults.map((fault) => fault.detail)).toContain(detail);
    expect(faults.length).toBeLessThan(10);
  });

  test('merge keys are no part of YAML 1.2', () => {
    expect(places(read(lines(TENANT, '  <<: {population: 1}')).faults)).toEqual(['7:3 spec.<<']);
  });
});
