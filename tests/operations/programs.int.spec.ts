import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';

import { askedByBoards } from './asked.js';
import { hasProgram, run } from './programs.js';
import { ALERTMANAGER, alertingRules, filesIn, PROMETHEUS, ROOT, RULES, RULE_TESTS, RUNBOOKS } from './rule-files.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'hemtag-operations-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

(hasProgram('promtool') ? describe : describe.skip)('promtool (install the Debian package prometheus)', () => {
  it('takes the configuration with its rules', () => {
    expect(run('promtool', ['check', 'config', join(PROMETHEUS, 'prometheus.yml')])).toMatchObject({ code: 0 });
    expect(run('promtool', ['check', 'rules', ...filesIn(RULES)])).toMatchObject({ code: 0 });
  });

  it('finds each alert firing and not firing as the tests of the rules say', () => {
    const { code, said } = run('promtool', ['test', 'rules', ...filesIn(RULE_TESTS)]);
    expect(said.match(/^ {2}SUCCESS$/gm)).toHaveLength(readdirSync(RULE_TESTS).length);
    expect(code).toBe(0);
  });

  it('would notice an alert that does not fire', () => {
    const [reports = ''] = filesIn(RULE_TESTS).filter((file) => file.endsWith('reports.yml'));
    const broken = join(folder, 'broken.yml');
    writeFileSync(broken, readFileSync(reports, 'utf8').replaceAll('../rules', RULES).replaceAll("'0 1x100'", "'0x100'"));
    expect(run('promtool', ['test', 'rules', broken])).toMatchObject({ code: 1 });
  });

  it('takes every expression of a board', () => {
    const file = join(folder, 'boards.yml');
    const rules = askedByBoards().map(({ expression, where }, index) => ({ record: `board:panel${index}:asked`, expr: expression, labels: { where } }));
    expect(rules.length).toBeGreaterThan(100);
    writeFileSync(file, stringify({ groups: [{ name: 'boards', rules }] }));
    expect(run('promtool', ['check', 'rules', file])).toMatchObject({ code: 0, said: expect.stringContaining(`${rules.length} rules found`) as string });
  });
});

(hasProgram('amtool') ? describe : describe.skip)('amtool (install the Debian package prometheus-alertmanager)', () => {
  const config = join(ALERTMANAGER, 'alertmanager.yml');
  const template = (text: string): string =>
    run('amtool', ['template', 'render', `--template.glob=${join(ALERTMANAGER, 'templates/*.tmpl')}`, `--template.text=${text}`]).said;

  it('takes the configuration', () => {
    expect(run('amtool', ['check-config', config])).toMatchObject({ code: 0, said: expect.stringContaining('SUCCESS') as string });
  });

  it.each([
    ['page', 'page'],
    ['ticket', 'ticket'],
    ['info', 'info'],
    // What nobody has thought of must not get lost.
    ['unheard-of', 'ticket'],
  ])('sends what is %s to %s', (severity, receiver) => {
    const { code, said } = run('amtool', ['config', 'routes', 'test', `--config.file=${config}`, `--verify.receivers=${receiver}`, `severity=${severity}`]);
    expect({ code, said }).toMatchObject({ code: 0 });
  });

  it('sends every alert somewhere by its own severity', () => {
    for (const { alert, labels } of alertingRules()) {
      const { said } = run('amtool', ['config', 'routes', 'test', `--config.file=${config}`, `severity=${labels?.severity ?? ''}`, `alertname=${alert}`]);
      expect(`${alert} ${said.split('\n')[0] ?? ''}`).toBe(`${alert} ${labels?.severity ?? ''}`);
    }
  });

  it.each(['sv', 'en'])('writes subject and text in %s', (language) => {
    expect(template(`{{ template "hemtag.subject.${language}" . }}`)).toContain('[Hemtag ');
    const text = template(`{{ template "hemtag.text.${language}" . }}`);
    expect(text).toContain(language === 'sv' ? 'Vad du gör:' : 'What to do:');
    expect(text).not.toContain('template:');
  });
});

describe('the commands that the runbooks name', () => {
  const HEMTAG = join(ROOT, 'apps/hemtag/bin/hemtag.mjs');
  const pages = readdirSync(RUNBOOKS).map((page) => readFileSync(join(RUNBOOKS, page), 'utf8'));
  const lines = [...new Set(pages.flatMap((page) => [...page.matchAll(/`(hemtag [^`]+)`/g)].map((match) => match[1] ?? '')))];
  const isName = (word: string): boolean => /^[a-z]+$/.test(word);
  const helps = new Map<string, string>();
  const help = (names: readonly string[]): string => {
    const known = helps.get(names.join(' ')) ?? run(process.execPath, [HEMTAG, ...names, '--help']).said;
    helps.set(names.join(' '), known);
    return known;
  };

  it('are several', () => {
    expect(lines.length).toBeGreaterThan(10);
  });

  it.each(lines)(
    '%s',
    (line) => {
      const [, ...words] = line.split(' ');
      const [command = '', second = ''] = words;
      expect(help([])).toMatch(new RegExp(`^  ${command}\\b`, 'm'));
      // `sources` and `rejects` have commands of their own; `get rate` has an argument.
      const isGroup = help([command]).includes('\nCommands:\n');
      const names = isGroup && isName(second) ? [command, second] : [command];
      if (names.length > 1) expect(help([command])).toMatch(new RegExp(`^  ${second}\\b`, 'm'));
      const options = words.filter((word) => /^--?[a-z]/.test(word));
      for (const option of options) expect(help(names)).toMatch(new RegExp(`(^|[ ,])${option}[ ,]`, 'm'));
    },
    20_000,
  );
});
