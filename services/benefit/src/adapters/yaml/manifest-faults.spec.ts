import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPORT_PLAN_DAYS, type ManifestFile } from '@hemtag/contracts';
import { decideApply, registerState, type Change } from '@hemtag/register';
import fc from 'fast-check';
import { manifestFaults } from '../../application/manifest-faults.js';
import { readManifests } from './manifest-yaml.js';

const EXAMPLES = join(__dirname, '../../../../../examples/register');
const examples: ManifestFile[] = readdirSync(EXAMPLES)
  .sort()
  .map((name) => ({ name, content: readFileSync(join(EXAMPLES, name), 'utf8') }));

function apply(files: readonly ManifestFile[], before: readonly Change[] = []) {
  const read = readManifests(files);
  const decided = decideApply({ current: registerState(before), documents: read.documents.map(({ manifest }) => manifest), planDays: REPORT_PLAN_DAYS });
  const faults = manifestFaults(read, decided.ok ? [] : decided.error);
  return { changes: decided.ok ? decided.value : [], faults };
}

const lines = (...text: string[]): string => text.join('\n');
const places = (files: readonly ManifestFile[]): string[] =>
  apply(files).faults.map(({ file, line, column, path, detail }) => `${file}:${line}:${column} ${path}: ${detail}`);

describe('the example register', () => {
  test('applies without a fault, and a second time without a change', () => {
    const first = apply(examples);
    expect(first.faults).toEqual([]);
    expect(first.changes).toHaveLength(19);
    expect(new Set(first.changes.map(({ result, version }) => `${result} ${version}`))).toEqual(new Set(['created 1']));
    const second = apply(examples, first.changes);
    expect(second.faults).toEqual([]);
    expect(second.changes.map(({ result, version }) => `${result} ${version}`)).toEqual(first.changes.map(() => 'unchanged 1'));
  });

  test('gives the same register in any order of its documents and files', () => {
    const documents = examples.flatMap(({ name, content }) => content.split(/^---$/m).map((text, index) => ({ name: `${index}-${name}`, content: text })));
    const bySame = (changes: readonly Change[]): Map<string, Change> =>
      new Map(changes.map((change) => [`${change.kind} ${change.tenant ?? ''} ${change.name}`, change]));
    const expected = bySame(apply(examples).changes);
    fc.assert(
      fc.property(fc.shuffledSubarray(documents, { minLength: documents.length }), (shuffled) => {
        expect(bySame(apply(shuffled).changes)).toEqual(expected);
      }),
      { numRuns: 25 },
    );
  });
});

const TENANT = {
  name: 'tenant.yaml',
  content: lines(
    'apiVersion: hemtag/v1',
    'kind: Tenant',
    'metadata: {name: SE-2281}',
    'spec: {title: Sundsvall, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}',
  ),
};
const post = (...benefit: string[]): ManifestFile => ({
  name: 'post.yaml',
  content: lines(
    'apiVersion: hemtag/v1',
    'kind: Initiative',
    'metadata: {tenant: SE-2281, name: digital-post}',
    'spec:',
    '  title: Digital post',
    '  currency: SEK',
    '  benefits:',
    '    - name: postage',
    '      title: Porto',
    '      type: FINANCIAL',
    '      evidence: BEDOMD',
    '      meter: {units: [letter]}',
    ...benefit.map((line) => `      ${line}`),
  ),
});

describe('faults of the rules in the file', () => {
  test('overlapping versions at the entry that overlaps', () => {
    expect(
      places([
        TENANT,
        post(
          'value:',
          '  - {validFrom: 2025-01-01, validTo: 2025-07-01, formula: unit-value, unitValue: "15"}',
          '  - {validFrom: 2025-06-01, formula: unit-value, unitValue: "16"}',
        ),
      ]),
    ).toEqual(['post.yaml:15:23 spec.benefits[0].value[1].validFrom: overlaps the entry before, which ends on 2025-07-01']);
  });

  test('a missing field at the object that lacks it', () => {
    const withoutType = { name: 'post.yaml', content: post().content.replace('      type: FINANCIAL\n', '') };
    expect(places([TENANT, withoutType])).toEqual(['post.yaml:8:7 spec.benefits[0].type: is required']);
  });

  test('are reported together with unknown fields of the same document and of others', () => {
    const tenant = { name: 'tenant.yaml', content: TENANT.content.replace('title:', 'titel:') };
    expect(places([tenant, post('colour: red', 'value:', '  - {validFrom: 2025-01-01, formula: unit-value, unitValue: "15", minutes: "1"}')])).toEqual([
      'tenant.yaml:4:1 spec.title: is required',
      'tenant.yaml:4:8 spec.titel: unknown field titel: did you mean title?',
      'post.yaml:13:7 spec.benefits[0].colour: unknown field colour: known here: name, title, type, polarity, evidence, disjointFrom, meter, potential, value, baseline, cap, estimate, adjust, plan',
      'post.yaml:15:82 spec.benefits[0].value[0].minutes: is no parameter of the formula unit-value: it has unitValue',
    ]);
  });

  test('a reference that leads nowhere is reported beside faults in values that it does not depend on', () => {
    const tenant = { name: 'tenant.yaml', content: TENANT.content.replace('country: SE', 'country: sweden') };
    const benefit = post('evidence2: 1', 'value:', '  - {validFrom: 2025-01-01, formula: time-saved, minutes: "7", rate: nope}', 'cap: 12');
    const nowhere = "post.yaml:15:76 spec.benefits[0].value[0].rate: no rate nope is registered, neither the tenant's own nor a shared one";
    expect(places([tenant, benefit]).map((place) => (place === nowhere ? place : place.split(': ')[0]))).toEqual([
      'tenant.yaml:4:35 spec.country',
      'post.yaml:13:7 spec.benefits[0].evidence2',
      nowhere,
      'post.yaml:16:12 spec.benefits[0].cap',
    ]);
    // Of a rate that could not be read whole nothing is concluded.
    const rate = lines('apiVersion: hemtag/v1', 'kind: Rate', 'metadata: {name: nope}', 'spec: {unit: SEK/h, versions: [{validFrom: 2025-01-01, value: 1}]}');
    const uses = post('value:', '  - {validFrom: 2025-01-01, formula: time-saved, minutes: "7", rate: nope}');
    expect(places([TENANT, { name: 'rate.yaml', content: rate }, uses]).map((place) => place.split(': ')[0])).toEqual([
      'rate.yaml:4:63 spec.versions[0].value',
    ]);
  });

  test('what only follows from a part that could not be read is left out', () => {
    const broken = { name: 'tenant.yaml', content: 'kind: [' };
    expect(places([broken, post()]).map((place) => place.slice(0, 15))).toEqual(['tenant.yaml:1:8']);
    const faultyEntry = post(
      'value:',
      '  - {validFrom: 2025-01-01, validTo: 2025-07-01, formula: unit-value, unitValue: "15"}',
      '  - {validFrom: 2025-07-01, validTo: 2025-08-1, formula: unit-value}',
      '  - {validFrom: 2025-08-01, formula: unit-value, unitValue: "16"}',
    );
    expect(places([TENANT, faultyEntry])).toEqual(['post.yaml:15:44 spec.benefits[0].value[1].validTo: must be a day YYYY-MM-DD that exists']);
    const wrongType = { name: 'post.yaml', content: post().content.replace('FINANCIAL', 'CASH') };
    expect(places([TENANT, wrongType])).toEqual([
      'post.yaml:10:13 spec.benefits[0].type: must be one of FINANCIAL, REDISTRIBUTED, AVOIDANCE, QUALITY, ENVIRONMENT',
    ]);
  });
});

describe('a set of hard files', () => {
  const rate = (name: string, unit: string, ...versions: string[]): string =>
    lines(
      'apiVersion: hemtag/v1',
      'kind: Rate',
      `metadata: {name: ${name}}`,
      'spec:',
      `  unit: ${unit}`,
      '  versions:',
      ...versions.map((version) => `    - ${version}`),
    );
  const RATES = {
    name: 'rates.yaml',
    content: [
      rate('overlapping', 'SEK/h', '{validFrom: 2025-01-01, validTo: 2026-02-01, value: "300"}', '{validFrom: 2026-01-01, value: "310"}'),
      rate('gapped', 'SEK/h', '{validFrom: 2025-01-01, validTo: 2025-12-31, value: "300"}', '{validFrom: 2026-01-01, value: "310"}'),
      rate('danish', 'DKK/h', '{validFrom: 2025-01-01, value: "300"}'),
    ].join('\n---\n'),
  };
  const time = (validFrom: string, name: string): string => `  - {validFrom: ${validFrom}, formula: time-saved, minutes: "7", rate: ${name}}`;
  const POST = post(
    'value:',
    time('2025-01-01', 'nowhere'),
    time('2026-01-01', 'danish'),
    'baseline: [{validFrom: 2025-01-01, volumePerYear: "1", seasonality: ["1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "1", "0.99"]}]',
    'adjust: [{validFrom: 2025-01-01, redeployable: "1.01"}]',
    'disjointFrom: [postage]',
  );

  test('says every fault with file, line, column and path', () => {
    expect(places([TENANT, RATES, POST])).toEqual([
      "post.yaml:14:76 spec.benefits[0].value[0].rate: no rate nowhere is registered, neither the tenant's own nor a shared one",
      'post.yaml:15:76 spec.benefits[0].value[1].rate: the rate danish is in DKK/h, but SEK/h is needed',
      'post.yaml:16:62 spec.benefits[0].baseline[0].seasonality: must be twelve numbers that add up to exactly 12, or an empty list',
      'post.yaml:17:54 spec.benefits[0].adjust[0].redeployable: must lie between 0 and 1',
      'post.yaml:18:22 spec.benefits[0].disjointFrom[0]: a benefit cannot be disjoint from itself',
      'rates.yaml:8:19 spec.versions[1].validFrom: overlaps the entry before, which ends on 2026-02-01',
      'rates.yaml:17:19 spec.versions[1].validFrom: leaves a gap after the entry before, which ends on 2025-12-31',
    ]);
    expect(apply([TENANT, RATES, POST]).changes).toEqual([]);
  });

  test('also beside files that cannot be read at all', () => {
    const head = lines('apiVersion: hemtag/v1', 'kind: Tenant', 'metadata: {name: SE-0001}');
    const cycle = {
      name: 'cycle.yaml',
      content: lines(head, 'spec: {title: &title {sv: A, en: *title}, country: SE, timeZone: Europe/Stockholm, currency: SEK, language: sv}'),
    };
    const tens = (anchor: string, of: string): string => `  ${anchor}: &${anchor} [${Array.from({ length: 10 }, () => of).join(', ')}]`;
    const bomb = {
      name: 'bomb.yaml',
      content: lines(head, 'spec:', tens('a', 'x'), ...['b', 'c', 'd', 'e'].map((name, index) => tens(name, `*${'abcd'.charAt(index)}`))),
    };
    const large = { name: 'large.yaml', content: lines(head, 'spec:', `  title: ${'x'.repeat(5 * 1024 * 1024)}`) };
    expect(places([TENANT, cycle, bomb, large, RATES])).toEqual([
      'cycle.yaml:4:8 spec.title: must be text, or texts by language such as {sv: …, en: …}',
      'cycle.yaml:4:34 spec.title.en: an alias to a part that it stands in: it would never end',
      // The list b has ten aliases, and c unfolds it ten times: the hundred and first is c's ninth.
      'bomb.yaml:6:14 spec.c[8][1]: uses more than 100 aliases',
      'large.yaml:1:1 : is larger than 1048576 bytes: split the file',
      'rates.yaml:8:19 spec.versions[1].validFrom: overlaps the entry before, which ends on 2026-02-01',
      'rates.yaml:17:19 spec.versions[1].validFrom: leaves a gap after the entry before, which ends on 2025-12-31',
    ]);
  });
});
