// `npm run test:simulation [-- --seeds N --from SEED --mutate NAME]`: plays ingestion under a scheduler of crashes, zombies and lost replies, one line for
// each seed; the last line of standard output is the sum. The seed in a line repeats it: every choice comes from it, except how statements that run at the
// same moment on purpose meet inside PostgreSQL.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { countTests, describeCounts } from './check-counts.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const SPEC = 'services/ingestion/test/simulation/simulation.int.spec.ts';
let running;

/** Resolves with the exit code as a shell would report it. */
function run(args, env, onError) {
  return new Promise((fulfil) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ['ignore', 'inherit', 'pipe'] });
    running = child;
    child.stderr.setEncoding('utf8').on('data', onError);
    child.once('close', (code, signal) => fulfil(code ?? 128 + (constants.signals[signal] ?? 0)));
  });
}

function readReport(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

function optionsOf(args) {
  const options = { seeds: { type: 'string', default: '200' }, from: { type: 'string', default: '1' }, mutate: { type: 'string' } };
  const { seeds, from, mutate } = parseArgs({ args, options }).values;
  const wanted = { seeds: Number(seeds), from: Number(from), ...(mutate === undefined ? {} : { mutate }) };
  if (!(Number.isSafeInteger(wanted.seeds) && wanted.seeds > 0 && Number.isSafeInteger(wanted.from) && wanted.from >= 0))
    throw new Error('--seeds and --from take whole numbers');
  return wanted;
}

async function main(args) {
  const wanted = optionsOf(args);
  let errors = '';
  const onError = (text) => (errors += text);
  const folder = mkdtempSync(join(tmpdir(), 'hemtag-simulation-'));
  try {
    const report = join(folder, 'report.json');
    const jest = [join(root, 'node_modules/jest/bin/jest.js'), '--selectProjects', 'int', '--json', '--outputFile', report, '--silent=false', '--', SPEC];
    const env = { ...process.env, HEMTAG_SIMULATION: JSON.stringify(wanted) };
    const code = await run(['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', ...jest], env, onError);
    const counts = countTests(readReport(report), code);
    // Each seed that failed has printed why; anything else went wrong before.
    if (readReport(report) === undefined || readReport(report).numRuntimeErrorTestSuites > 0) process.stdout.write(errors);
    process.stdout.write(`${describeCounts(counts)}\n`);
    return counts.failed === 0 ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    running?.kill('SIGTERM');
    process.exitCode = 128 + constants.signals[signal];
  });
}
try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  process.stdout.write(`${error.message}\n0 passed, 1 failed\n`);
  process.exitCode = 1;
}
