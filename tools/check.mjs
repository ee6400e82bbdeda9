// The gate behind `npm test`. Every step prints one line; the last line of standard output is the sum, for people and for programs.
// `npm test -- unit e2e` runs only the named steps (and the build, where a named step needs it).
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { countProgram, countTests, describeCounts, sum } from './check-counts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const reports = mkdtempSync(join(tmpdir(), 'hemtag-check-'));
const MINUTE_MS = 60_000;
const KILL_AFTER_MS = 10_000;
const LINES_SHOWN = 1_000;
// No daemon and no cloud: the gate leaves nothing running and asks nobody.
const env = { ...process.env, CI: 'true', NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', NO_COLOR: '1' };
delete env.FORCE_COLOR;

const tool = (path, ...args) => [join(root, 'node_modules', path), ...args];
const tsc = (...args) => tool('typescript/bin/tsc', ...args, '--pretty', 'false');
const reportOf = (project) => join(reports, `${project}.json`);
const jest = (project, ...args) => [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  ...tool('jest/bin/jest.js', '--selectProjects', project, '--json', '--outputFile', reportOf(project), ...args),
];
const SOURCES = ['{apps,libs,libs/platform,services,tools}/*/{src,test}', 'dashboards/src', 'tests'];

/** Packages see each other through their compiled front doors, so everything that reads types or runs code comes after the build. */
const steps = [
  { name: 'format', minutes: 2, programs: [tool('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.')] },
  { name: 'build', minutes: 5, programs: [tsc('-b', 'tsconfig.build.json')] },
  {
    name: 'lint',
    minutes: 5,
    needsBuild: true,
    // The rule about projects reads the project graph that Nx writes, and passes everything where there is none.
    programs: [tool('nx/dist/bin/nx.js', 'show', 'projects'), tool('eslint/bin/eslint.js', '.', '--max-warnings', '0')],
  },
  {
    name: 'boundaries',
    minutes: 5,
    needsBuild: true,
    programs: [tool('dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', ...SOURCES)],
    tests: { project: 'architecture', args: ['--runInBand'] },
  },
  { name: 'typecheck', minutes: 5, needsBuild: true, programs: [tsc('-p', 'tsconfig.json')] },
  { name: 'unit', minutes: 5, needsBuild: true, tests: { project: 'unit', args: [] } },
  { name: 'integration', minutes: 15, needsBuild: true, tests: { project: 'int', args: [] } },
  { name: 'e2e', minutes: 20, needsBuild: true, tests: { project: 'e2e', args: ['--runInBand'] } },
];

let running;

/** Runs one program to its end or to the deadline; resolves with its exit code and everything it printed. */
function execute(args, deadline) {
  return new Promise((fulfil) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
    running = child;
    let output = '';
    let killer;
    const timer = setTimeout(() => {
      output += '\nStopped: it took longer than this step may take.\n';
      child.kill('SIGTERM');
      killer = setTimeout(() => {
        child.kill('SIGKILL');
        // A grandchild that lives on may hold the pipes open; what it prints is no longer waited for.
        for (const stream of [child.stdout, child.stderr]) stream.destroy();
      }, KILL_AFTER_MS);
    }, deadline - Date.now());
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
    child.once('error', (error) => (output += error.message));
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      clearTimeout(killer);
      running = undefined;
      if (signal) output += `\nEnded by ${signal}.\n`;
      fulfil({ code: code ?? 128 + (constants.signals[signal] ?? 0), output });
    });
  });
}

function readReport(project) {
  try {
    return JSON.parse(readFileSync(reportOf(project), 'utf8'));
  } catch {
    return undefined;
  }
}

async function runStep({ programs = [], tests, minutes }) {
  const deadline = Date.now() + minutes * MINUTE_MS;
  const counts = [];
  let output = '';
  let code = 0;
  for (const program of programs) {
    if (code !== 0) break;
    const ended = await execute(program, deadline);
    code = ended.code;
    if (code !== 0) output += ended.output;
  }
  if (programs.length > 0) counts.push(countProgram(code));
  if (tests) {
    const ended = await execute(jest(tests.project, ...tests.args), deadline);
    const counted = countTests(readReport(tests.project), ended.code);
    counts.push(counted);
    if (counted.failed > 0) output += ended.output;
  }
  return { counts: sum(counts), output };
}

const print = (text) => process.stdout.write(text);

function printOutput(output) {
  const lines = output.trim().split('\n');
  if (lines.length > LINES_SHOWN) print(`  … ${lines.length - LINES_SHOWN} lines before these\n`);
  print(`${lines.slice(-LINES_SHOWN).join('\n')}\n\n`);
}

async function runAndPrint(step) {
  const started = Date.now();
  print(step.name.padEnd(12));
  const { counts, output } = await runStep(step);
  const seconds = ((Date.now() - started) / 1000).toFixed(1).padStart(6);
  print(` ${counts.failed === 0 ? 'ok    ' : 'FAILED'} ${seconds} s  ${describeCounts(counts)}\n`);
  for (const title of counts.skipped) print(`  skipped: ${title}\n`);
  if (output !== '') printOutput(output);
  return counts;
}

async function runAll(selected) {
  const counts = [];
  let isBuilt = true;
  for (const step of selected) {
    if (step.needsBuild && !isBuilt) {
      print(`${step.name.padEnd(12)} FAILED without a run, because the build failed\n`);
      counts.push(countProgram(1));
      continue;
    }
    const counted = await runAndPrint(step);
    counts.push(counted);
    if (step.name === 'build') isBuilt = counted.failed === 0;
  }
  return sum(counts);
}

/** The steps that are named, and the build where one of them needs it; all where none is named. */
function select(names) {
  if (names.length === 0) return steps;
  const needsBuild = steps.some((step) => names.includes(step.name) && step.needsBuild);
  return steps.filter(({ name }) => names.includes(name) || (name === 'build' && needsBuild));
}

async function main(names) {
  const unknown = names.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0) {
    print(`Unknown step: ${unknown.join(', ')}. The steps are ${steps.map(({ name }) => name).join(', ')}.\n${describeCounts(countProgram(1))}\n`);
    return 2;
  }
  const selected = select(names);
  const total = await runAll(selected);
  const leftOut = steps.filter((step) => !selected.includes(step)).map(({ name }) => name);
  if (leftOut.length > 0) print(`Left out: ${leftOut.join(', ')}\n`);
  print(`${describeCounts(total)}\n`);
  return total.failed === 0 ? 0 : 1;
}

// A terminal sends Ctrl-C to the running step as well; a program that stops the gate may know only this process.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    running?.kill('SIGTERM');
    rmSync(reports, { recursive: true, force: true });
    process.exit(128 + constants.signals[signal]);
  });
}
try {
  process.exitCode = await main(process.argv.slice(2));
} finally {
  rmSync(reports, { recursive: true, force: true });
}
