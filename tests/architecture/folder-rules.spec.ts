import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';

interface Probe {
  readonly imports: readonly string[];
  /** The names of all rules that must answer, sorted. None means that the file is as it should be. */
  readonly fires: readonly string[];
}
interface RuleSet {
  readonly forbidden: readonly { readonly name: string; readonly comment?: string; readonly severity?: string }[];
}
interface Report {
  readonly summary: { readonly violations: readonly { readonly from: string; readonly rule: { readonly name: string } }[] };
}

const root = resolve(__dirname, '../..');
const config = join(root, '.dependency-cruiser.cjs');
const rules = (createRequire(__filename)(config) as RuleSet).forbidden;
const clean = (...imports: string[]): Probe => ({ imports, fires: [] });

const probes: Readonly<Record<string, Probe>> = {
  'libs/kernel/src/exact.ts': clean('fraction.js'),
  'libs/kernel/src/greedy.ts': { imports: ['zod'], fires: ['kernel-imports-only-exact-numbers'] },
  'libs/kernel/src/exact.spec.ts': clean('./exact.js', 'fast-check'),
  'libs/kernel/src/left-over.ts': { imports: [], fires: ['no-orphans'] },
  'libs/kernel/src/chicken.ts': { imports: ['./egg.js'], fires: ['no-cycles'] },
  // A cycle is reported once, for the first of its files.
  'libs/kernel/src/egg.ts': clean('./chicken.js'),
  'libs/kernel/src/lost.ts': { imports: ['./nowhere.js'], fires: ['kernel-imports-only-exact-numbers', 'no-unresolvable'] },

  'libs/metering/src/fold.ts': clean('@hemtag/kernel', './bucket.js'),
  'libs/metering/src/bucket.ts': clean('@hemtag/kernel'),
  'libs/metering/src/translated.ts': { imports: ['@hemtag/contracts'], fires: ['domain-is-pure'] },
  'libs/metering/src/validated.ts': { imports: ['zod'], fires: ['domain-is-pure'] },
  'libs/metering/src/nested.ts': { imports: ['@nestjs/common'], fires: ['domain-is-pure'] },
  'libs/metering/src/stored.ts': { imports: ['node:fs'], fires: ['domain-is-pure'] },
  'libs/benefit/src/nosy.ts': { imports: ['@hemtag/metering'], fires: ['domain-is-pure'] },
  'libs/register/src/reaching.ts': { imports: ['../../metering/src/fold.js'], fires: ['domain-is-pure'] },

  'libs/contracts/src/topics.ts': clean('zod', '@hemtag/kernel'),
  'libs/contracts/src/heavy.ts': { imports: ['@hemtag/metering'], fires: ['contracts-know-only-kernel-and-zod'] },
  'libs/metric-catalog/src/served.ts': { imports: ['@nestjs/common'], fires: ['contracts-know-only-kernel-and-zod'] },

  'libs/platform/kafka/src/producer.ts': clean('kafkajs', '@nestjs/common'),
  'libs/platform/kafka/src/undeclared.ts': { imports: ['stowaway'], fires: ['no-undeclared-packages'] },
  'libs/platform/kafka/src/unshipped.ts': { imports: ['fast-check'], fires: ['no-development-packages-in-the-product'] },
  'libs/platform/kafka/src/proven.ts': { imports: ['@hemtag/testing'], fires: ['no-test-code-in-the-product'] },
  'libs/platform/outbox/src/relay.ts': clean('typeorm', 'pg'),
  'libs/platform/outbox/src/direct.ts': { imports: ['kafkajs'], fires: ['kafka-client-only-in-platform-kafka'] },
  'libs/platform/http/src/server.ts': clean('fastify', '@nestjs/platform-fastify'),
  'libs/testing/src/broker.ts': clean('kafkajs', 'pg', 'typeorm', 'fastify', 'fast-check'),
  'tests/e2e/flow.e2e.spec.ts': clean('kafkajs', 'pg', 'fast-check'),

  'services/ingestion/src/application/count-batch.ts': clean('@hemtag/metering', '@hemtag/contracts', './ports.js'),
  'services/ingestion/test/ingestion-process.ts': clean('@hemtag/testing', 'pg', 'fast-check'),
  'services/ingestion/src/started.ts': { imports: ['../test/ingestion-process.js'], fires: ['no-test-code-in-the-product'] },
  'services/ingestion/src/application/ports.ts': clean('@hemtag/kernel'),
  'services/ingestion/src/application/injected.ts': { imports: ['@nestjs/common'], fires: ['application-knows-no-framework'] },
  'services/ingestion/src/application/stored.ts': { imports: ['typeorm'], fires: ['application-knows-no-framework', 'typeorm-only-beside-the-database'] },
  'services/ingestion/src/application/wired.ts': { imports: ['../adapters/postgres/volume.store.js'], fires: ['application-knows-no-framework'] },
  'services/ingestion/src/application/framed.ts': { imports: ['../../../../libs/platform/kafka/src/producer.js'], fires: ['application-knows-no-framework'] },
  'services/ingestion/src/application/count-batch.spec.ts': clean('../adapters/postgres/volume.fake.js'),
  'services/ingestion/src/adapters/reported.ts': clean('@hemtag/contracts'),
  'services/ingestion/src/adapters/kafka/reporting.ts': clean('../reported.js'),
  'services/ingestion/src/adapters/postgres/volume.store.ts': clean('typeorm', 'pg', '../../application/ports.js'),
  'services/ingestion/src/adapters/postgres/volume.fake.ts': clean('../../application/ports.js'),
  'services/ingestion/src/adapters/postgres/faked.ts': { imports: ['./volume.fake.js'], fires: ['no-test-code-in-the-product'] },
  'services/ingestion/src/adapters/http/status.controller.ts': clean('fastify', '@nestjs/common'),
  'services/ingestion/src/adapters/http/queried.ts': { imports: ['pg'], fires: ['postgres-driver-only-beside-the-database'] },
  'services/ingestion/src/adapters/http/entity.ts': { imports: ['typeorm'], fires: ['typeorm-only-beside-the-database'] },
  'services/ingestion/src/adapters/http/shortcut.ts': { imports: ['../postgres/volume.store.js'], fires: ['adapters-are-strangers'] },
  'services/ingestion/src/adapters/kafka/answering.ts': { imports: ['fastify'], fires: ['web-server-only-at-the-edge'] },
  'services/ingestion/src/adapters/kafka/polling.ts': { imports: ['kafkajs'], fires: ['kafka-client-only-in-platform-kafka'] },
  'services/ingestion/src/adapters/kafka/neighbour.ts': { imports: ['../../../../gateway/src/application/accept.js'], fires: ['services-are-strangers'] },
  'services/ingestion/src/ingestion.module.ts': clean('typeorm', '@nestjs/common', './adapters/postgres/volume.store.js'),
  'services/ingestion/src/main.ts': clean('@nestjs/platform-fastify', './ingestion.module.js'),
  'services/gateway/src/application/accept.ts': clean('@hemtag/kernel'),
};

const packages = ['fraction.js', 'zod', 'kafkajs', 'typeorm', 'pg', 'fastify', '@nestjs/common', '@nestjs/platform-fastify', 'fast-check', 'stowaway'];
const declared = packages.filter((name) => name !== 'fast-check' && name !== 'stowaway');
const projects = ['kernel', 'contracts', 'metric-catalog', 'metering', 'register', 'benefit', 'testing'];
const folders = [
  ...projects.map((name) => `libs/${name}`),
  'libs/platform/kafka',
  'libs/platform/outbox',
  'libs/platform/http',
  'services/ingestion',
  'services/gateway',
  'tests',
];

/** A small checkout of its own beside the real one: same folders, packages without content, one file per probe. */
function plantProbes(tree: string): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(tree, path)), { recursive: true });
    writeFileSync(join(tree, path), text);
  };
  const dependencies = Object.fromEntries([...declared, ...projects.map((name) => `@hemtag/${name}`)].map((name) => [name, '*']));
  write('package.json', JSON.stringify({ name: 'probe', type: 'module', devDependencies: { 'fast-check': '*' } }));
  for (const name of packages) {
    write(`node_modules/${name}/package.json`, JSON.stringify({ name, version: '1.0.0', main: 'index.js' }));
    write(`node_modules/${name}/index.js`, '');
  }
  for (const folder of folders)
    write(`${folder}/package.json`, JSON.stringify({ name: `@hemtag/${folder.split('/').at(-1)}`, type: 'module', dependencies, exports: './dist/index.js' }));
  mkdirSync(join(tree, 'node_modules/@hemtag'));
  for (const name of projects) {
    write(`libs/${name}/dist/index.js`, '');
    symlinkSync(join(tree, 'libs', name), join(tree, 'node_modules/@hemtag', name), 'dir');
  }
  for (const [path, { imports }] of Object.entries(probes)) write(path, [...imports.map((name) => `import '${name}';`), 'export {};', ''].join('\n'));
}

/** The names of the rules that answered, by file. */
async function cruise(tree: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const program = join(root, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
  const args = [program, '--config', config, '--output-type', 'json', ...Object.keys(probes)];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: tree, timeout: 30_000, maxBuffer: 32 * 1024 * 1024 });
  const found = new Map<string, readonly string[]>();
  for (const { from, rule } of (JSON.parse(stdout) as Report).summary.violations) found.set(from, [...new Set([...(found.get(from) ?? []), rule.name])].sort());
  return found;
}

describe('rules between folders', () => {
  let tree: string;
  let answers: ReadonlyMap<string, readonly string[]>;

  beforeAll(async () => {
    tree = mkdtempSync(join(tmpdir(), 'hemtag-probe-'));
    plantProbes(tree);
    answers = await cruise(tree);
  });
  afterAll(() => rmSync(tree, { recursive: true, force: true }));

  it.each(Object.entries(probes).map(([file, { fires }]) => ({ file, fires })))('$file fires $fires', ({ file, fires }) => {
    expect(answers.get(file) ?? []).toEqual(fires);
  });

  it('have a probe each, an explanation each, and are errors', () => {
    const probed = new Set(Object.values(probes).flatMap(({ fires }) => fires));
    expect([...probed].sort()).toEqual(rules.map(({ name }) => name).sort());
    expect(rules.filter(({ comment, severity }) => !comment || severity !== 'error')).toEqual([]);
  });

  it('answer for probes only', () => {
    expect([...answers.keys()].filter((file) => !(file in probes))).toEqual([]);
  });
});
