import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

interface Probe {
  readonly file: string;
  readonly text: string;
  readonly typed?: boolean;
}
interface Answer {
  readonly ruleId: string;
  readonly message: string;
}
interface Lint {
  readonly answers: readonly (readonly Answer[])[];
  readonly rules: readonly string[];
  readonly constraints: readonly { readonly sourceTag: string }[];
  readonly syntaxMessages: readonly string[];
  readonly globals: readonly string[];
}
interface RuleProbe {
  readonly file?: string;
  readonly bad: string;
  readonly good: string;
}

const root = resolve(__dirname, '../..');

const PURE = 'libs/metering/src/probe.ts';
const SERVICE = 'services/ingestion/src/application/probe.ts';
const SPEC = 'libs/metering/src/probe.spec.ts';
const TYPED = 'libs/kernel/src/day.ts';

/** For each rule a text that it must answer and its decent counterpart. Rules that read types take the place of an existing file. */
const ruleProbes: Readonly<Record<string, RuleProbe>> = {
  '@typescript-eslint/no-floating-promises': {
    bad: 'export function go(p: Promise<void>): void { p.then(() => 1); }',
    good: 'export async function go(p: Promise<void>): Promise<void> { await p; }',
  },
  '@typescript-eslint/no-misused-promises': {
    bad: 'export const go = (p: Promise<boolean>): number => (p ? 1 : 2);',
    good: 'export const go = async (p: Promise<boolean>): Promise<number> => ((await p) ? 1 : 2);',
  },
  '@typescript-eslint/return-await': {
    bad: 'export async function go(p: Promise<number>): Promise<number> { try { return p; } catch { return 0; } }',
    good: 'export async function go(p: Promise<number>): Promise<number> { try { return await p; } catch { return 0; } }',
  },
  '@typescript-eslint/switch-exhaustiveness-check': {
    bad: "export function go(k: 'a' | 'b'): number { switch (k) { case 'a': return 1; } return 0; }",
    good: "export function go(k: 'a' | 'b'): number { switch (k) { case 'a': return 1; case 'b': return 2; } }",
  },
  '@typescript-eslint/no-explicit-any': { bad: 'export type Anything = any;', good: 'export type Anything = unknown;' },
  '@typescript-eslint/consistent-type-imports': {
    bad: "import { Rational } from './rational.js';\nexport type Share = Rational;",
    good: "import type { Rational } from './rational.js';\nexport type Share = Rational;",
  },
  '@typescript-eslint/no-non-null-assertion': {
    bad: 'export const first = (list: string[]): string => list[0]!;',
    good: "export const first = (list: string[]): string => list[0] ?? '';",
  },
  '@typescript-eslint/no-deprecated': {
    bad: '/** @deprecated Use fresh. */\nconst stale = 1;\nexport const fresh = stale;',
    good: 'const made = 1;\nexport const fresh = made;',
  },
  '@typescript-eslint/no-unused-vars': {
    bad: 'export function go(): void { const left = 1; }',
    good: 'export function go(): number { const used = 1; return used; }',
  },
  '@typescript-eslint/only-throw-error': {
    bad: "export function go(): never { throw 'text'; }",
    good: "export function go(): never { throw new Error('text'); }",
  },
  '@typescript-eslint/prefer-promise-reject-errors': {
    bad: "export const go = (): Promise<never> => Promise.reject('text');",
    good: "export const go = (): Promise<never> => Promise.reject(new Error('text'));",
  },
  eqeqeq: { bad: 'export const go = (a: number): boolean => a == 1;', good: 'export const go = (a: number): boolean => a === 1;' },
  'no-param-reassign': { bad: 'export function go(a: number): number { a += 1; return a; }', good: 'export function go(a: number): number { return a + 1; }' },
  'no-var': { bad: 'export var a = 1;', good: 'export const a = 1;' },
  'prefer-const': { bad: 'let a = 1;\nexport const b = a;', good: 'const a = 1;\nexport const b = a;' },
  'max-lines': { file: PURE, bad: 'export {};\n'.repeat(301), good: 'export {};\n'.repeat(300) },
  'max-lines-per-function': {
    file: PURE,
    bad: `export function go(set: Set<number>): void {\n${'  set.add(1);\n'.repeat(69)}}\n`,
    good: `export function go(set: Set<number>): void {\n${'  set.add(1);\n'.repeat(68)}}\n`,
  },
  'hemtag/file-name': { file: 'libs/metering/src/dateUtils.ts', bad: 'export {};', good: 'export {};' },
};

/** Where the name of the file is the probe, its decent counterpart has another one. */
const decentFiles: Readonly<Record<string, string>> = { 'hemtag/file-name': 'libs/metering/src/local-day.store.int.spec.ts' };

const syntaxProbes: readonly RuleProbe[] = [
  { file: SERVICE, bad: 'export default 1;', good: 'export const one = 1;' },
  { file: SERVICE, bad: 'export enum Side { Left }', good: "export type Side = 'left' | 'right';" },
  { file: SERVICE, bad: "export * from './ports.js';", good: "import { port } from './ports.js';\nexport const used = port;" },
  { file: SPEC, bad: "describe.only('a', () => undefined);", good: "describe('a', () => undefined);" },
  { file: SPEC, bad: "fit('a', () => undefined);", good: "it('a', () => undefined);" },
  { file: SPEC, bad: "it.skip('a', () => undefined);", good: "(process.env.DOCKER ? it : it.skip)('a', () => undefined);" },
  { file: SPEC, bad: "xdescribe('a', () => undefined);", good: "it.each([1])('a', () => undefined);" },
  { file: PURE, bad: 'export const now = (): number => Date.now();', good: 'export const now = (clock: () => number): number => clock();' },
  { file: PURE, bad: 'export const now = (): Date => new Date();', good: 'export const start = (): Date => new Date(0);' },
  { file: PURE, bad: 'export const now = (): string => Date();', good: "export const start = (): number => Date.parse('2025-01-01');" },
  { file: PURE, bad: 'export const dice = (): number => Math.random();', good: 'export const larger = (a: number, b: number): number => Math.max(a, b);' },
];

/** For each constraint an import that it must refuse, and one that it must leave alone. */
const constraintProbes: Readonly<Record<string, { readonly file: string; readonly refused: string; readonly allowed?: string }>> = {
  'layer:kernel': { file: 'libs/kernel/src/probe.ts', refused: '@hemtag/platform-config' },
  'layer:contracts': { file: 'libs/contracts/src/probe.ts', refused: '@hemtag/metering', allowed: '@hemtag/kernel' },
  'layer:domain': { file: 'libs/benefit/src/probe.ts', refused: '@hemtag/contracts', allowed: '@hemtag/kernel' },
  'layer:platform': { file: 'libs/platform/outbox/src/probe.ts', refused: '@hemtag/metering', allowed: '@hemtag/platform-kafka' },
  'layer:service': { file: 'services/ingestion/src/probe.ts', refused: '@hemtag/local-runtime', allowed: '@hemtag/metering' },
  'layer:app': { file: 'apps/hemtag/src/probe.ts', refused: '@hemtag/platform-postgres', allowed: '@hemtag/contracts' },
  'layer:tool': { file: 'tools/launcher/src/probe.ts', refused: '@hemtag/platform-kafka', allowed: '@hemtag/local-runtime' },
  'layer:testing': { file: 'libs/testing/src/probe.ts', refused: '@hemtag/benefit', allowed: '@hemtag/platform-kafka' },
  'layer:dashboards': { file: 'dashboards/src/probe.ts', refused: '@hemtag/platform-config', allowed: '@hemtag/metric-catalog' },
  'layer:tests': { file: 'tests/probe.ts', refused: '@hemtag/platform-kafka', allowed: '@hemtag/benefit' },
  'scope:gateway': { file: 'services/gateway/src/probe.ts', refused: '@hemtag/register', allowed: '@hemtag/metering' },
  'scope:ingestion': { file: 'services/ingestion/src/probe.ts', refused: '@hemtag/benefit', allowed: '@hemtag/metering' },
  'scope:benefit': { file: 'services/benefit/src/probe.ts', refused: '@hemtag/metering', allowed: '@hemtag/register' },
  'scope:report': { file: 'services/report/src/probe.ts', refused: '@hemtag/benefit', allowed: '@hemtag/statements' },
};

const importing = (name: string): string => `import { probe } from '${name}';\nexport const used = probe;`;

async function lint(probes: readonly Probe[]): Promise<Lint> {
  const linting = promisify(execFile)(process.execPath, [join(__dirname, 'lint.mjs')], { cwd: root, timeout: 60_000, maxBuffer: 32 * 1024 * 1024 });
  linting.child.stdin?.end(JSON.stringify(probes));
  return JSON.parse((await linting).stdout) as Lint;
}

describe('rules of the linter', () => {
  const asked: Probe[] = [];
  const ask = (file: string, text: string, typed = false): (() => readonly Answer[]) => {
    const index = asked.push({ file, text, typed }) - 1;
    return () => result.answers[index] ?? [];
  };
  let result: Lint;
  beforeAll(async () => {
    result = await lint(asked);
  }, 240_000);
  const syntaxAnswered = new Set<string>();

  for (const [rule, { file, bad, good }] of Object.entries(ruleProbes)) {
    const badAnswer = ask(file ?? TYPED, bad, file === undefined);
    const goodAnswer = ask(decentFiles[rule] ?? file ?? TYPED, good, file === undefined);
    it(`${rule} answers its probe and nothing else`, () => {
      expect(badAnswer().map(({ ruleId }) => ruleId)).toEqual([rule]);
      expect(goodAnswer()).toEqual([]);
    });
  }

  for (const { file = PURE, bad, good } of syntaxProbes) {
    const badAnswer = ask(file, bad);
    const goodAnswer = ask(file, good);
    it(`refuses ${bad}`, () => {
      expect(badAnswer().map(({ ruleId }) => ruleId)).toEqual(['no-restricted-syntax']);
      expect(goodAnswer()).toEqual([]);
      syntaxAnswered.add(badAnswer()[0]?.message ?? '');
    });
  }

  for (const name of ['process', 'console', 'performance', 'crypto', 'fetch', 'globalThis', 'setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) {
    const inDomain = ask(PURE, `export const probe = (): unknown => ${name};`);
    const inService = ask(SERVICE, `export const probe = (): unknown => ${name};`);
    it(`refuses the global ${name} in pure code`, () => {
      expect(inDomain().map(({ ruleId }) => ruleId)).toEqual(['no-restricted-globals']);
      expect(inService()).toEqual([]);
      expect(result.globals).toContain(name);
    });
  }

  for (const [tag, { file, refused, allowed }] of Object.entries(constraintProbes)) {
    const refusal = ask(file, importing(refused));
    const leave = allowed === undefined ? () => [] : ask(file, importing(allowed));
    it(`keeps a project tagged ${tag} from importing ${refused}`, () => {
      expect(refusal().map(({ ruleId }) => ruleId)).toEqual(['@nx/enforce-module-boundaries']);
      expect(refusal()[0]?.message).toContain(`"${tag}"`);
      expect(leave()).toEqual([]);
    });
  }

  for (const file of ['libs/platform/kafka/src/probe', 'services/ingestion/src/adapters/postgres/probe', 'tools/local-runtime/src/probe']) {
    const inSpec = ask(`${file}.int.spec.ts`, importing('@hemtag/testing'));
    const inBuilder = ask(`${file}.builder.ts`, importing('@hemtag/testing'));
    const inProduct = ask(`${file}.ts`, importing('@hemtag/testing'));
    it(`leave the test library to the specs and builders beside ${file}`, () => {
      expect(inSpec()).toEqual([]);
      expect(inBuilder()).toEqual([]);
      expect(inProduct().map(({ ruleId }) => ruleId)).toEqual(['@nx/enforce-module-boundaries']);
    });
  }

  it('have a probe each', () => {
    expect(Object.keys(ruleProbes).sort()).toEqual([...result.rules].sort());
    expect(Object.keys(constraintProbes).sort()).toEqual(result.constraints.map(({ sourceTag }) => sourceTag).sort());
    expect([...syntaxAnswered].sort()).toEqual([...result.syntaxMessages].sort());
    expect(result.globals).toHaveLength(10);
  });
});

describe('tags of the projects', () => {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { link?: boolean; resolved?: string }> };
  const folders = Object.values(lock.packages).flatMap(({ link, resolved }) => (link && resolved ? [resolved] : []));
  const require = createRequire(__filename);

  it.each(folders)('%s has one layer with a constraint', (folder) => {
    const { nx } = require(join(root, folder, 'package.json')) as { nx?: { tags?: string[] } };
    const layers = (nx?.tags ?? []).filter((tag) => tag.startsWith('layer:'));
    expect(layers).toHaveLength(1);
    expect(Object.keys(constraintProbes)).toContain(layers[0]);
  });
});
