// What `npm start` and `npm test` run first. It has to work before anything is installed and on the Node of a bare machine (20.19 or later),
// so it imports nothing but Node's own modules.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stampFile = join(modules, '.hemtag-lock');
const lockFile = join(root, 'package-lock.json');
const onWindows = process.platform === 'win32';
const nodeComesWithPackages = process.platform === 'linux' && process.arch === 'x64';
const SIGNAL_WINDOW_MS = 200;
const PARENT_WATCH_MS = 500;
const MINIMUM_NODE = [24, 9];

/** Why the command cannot go on, for the reader; no stack trace helps there. */
class Refusal extends Error {}

const say = (line) => process.stderr.write(`${line}\n`);
const tailOf = (text, lines) => text.trimEnd().split('\n').slice(-lines).join('\n');
const isRecentEnough = ([major, minor]) => major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1]);
const parseVersion = (text) => text.replace(/^v/, '').split('.').map(Number);
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));
const lockDigest = () => createHash('sha256').update(readFileSync(lockFile)).digest('hex');

/** npm runs on the Node of the machine: `npm ci` removes node_modules, and with it the Node that comes with the packages. */
const pathWithoutPackages = () =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => resolve(entry) !== bin)
    .join(delimiter);

/** True where npm's own record of what it installed agrees with the lock file, so that a plain `npm ci` is not done a second time. */
function npmInstalledThisLock() {
  const record = join(modules, '.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readJson(record).packages;
  return Object.entries(readJson(lockFile).packages).every(([path, wanted]) => {
    if (path === '') return true;
    const found = installed[path];
    if (!found) return Boolean(wanted.optional ?? wanted.devOptional);
    return found.version === wanted.version && found.integrity === wanted.integrity;
  });
}

/** npm links the command of a workspace only where its file was there at install time. */
const commandIsLinked = () => existsSync(join(bin, onWindows ? 'hemtag.cmd' : 'hemtag')) || !existsSync(join(root, 'apps/hemtag/bin/hemtag.mjs'));

function isInstalled() {
  if (!commandIsLinked()) return false;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8').trim() === lockDigest()) return true;
  if (!npmInstalledThisLock()) return false;
  writeFileSync(stampFile, `${lockDigest()}\n`);
  return true;
}

function install() {
  say('Installing the packages of package-lock.json (npm ci); this takes about a minute …');
  const started = Date.now();
  const run = spawnSync('npm', ['ci', '--loglevel=error', '--no-progress'], {
    cwd: root,
    env: { ...process.env, PATH: pathWithoutPackages() },
    stdio: ['ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    shell: onWindows,
  });
  if (run.error || run.status !== 0) {
    const output = run.error ? run.error.message : `${run.stdout}\n${run.stderr}`;
    throw new Refusal(
      `npm ci failed:\n${tailOf(output, 30)}\n\nHemtag needs the packages of package-lock.json once. Check that the npm registry (npm config get registry) can be reached and that the disk has 1 GB free, then run the command again.`,
    );
  }
  writeFileSync(stampFile, `${lockDigest()}\n`);
  say(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

/** The Node that everything after this file runs on: the one among the packages, else the machine's own where it is recent enough. */
function findNode() {
  const packaged = join(bin, 'node');
  if (nodeComesWithPackages && existsSync(packaged)) {
    const version = spawnSync(packaged, ['--version'], { encoding: 'utf8' });
    if (version.status === 0 && isRecentEnough(parseVersion(version.stdout))) return packaged;
  }
  if (isRecentEnough(parseVersion(process.version))) return process.execPath;
  throw new Refusal(
    nodeComesWithPackages
      ? `Hemtag runs on Node.js ${MINIMUM_NODE.join('.')} or later, which comes with its packages on this platform, but node_modules/.bin/node does not run. Remove node_modules and run the command again, without --omit=optional.`
      : `Hemtag runs on Node.js ${MINIMUM_NODE.join('.')} or later; this is ${process.version} on ${process.platform} ${process.arch}. Install Node.js 24 (https://nodejs.org) and run the command again.`,
  );
}

/** Compiles what changed. Silent where nothing did. */
async function build(node, env) {
  const compiler = spawn(node, [join(modules, 'typescript/bin/tsc'), '-b', 'tsconfig.build.json', '--verbose', '--pretty', 'false'], {
    cwd: root,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  let announced = false;
  compiler.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    if (announced || !/ - Building project /.test(output)) return;
    announced = true;
    say('Compiling what changed …');
  });
  const code = await exitOf(compiler);
  if (code === 0) return;
  // With --verbose the progress lines begin with the time of day, and the list of projects with a bullet; what is left are the errors.
  const errors = output.split('\n').filter((line) => line.trim() !== '' && !/^\d{1,2}:\d{2}:\d{2}|^ +\* /.test(line));
  throw new Refusal(`Compiling failed:\n${errors.join('\n')}`);
}

/** Resolves with the exit code as a shell would report it. */
const exitOf = (child) =>
  new Promise((fulfil, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => fulfil(code ?? 128 + (constants.signals[signal] ?? 0)));
  });

/**
 * Runs the command in this one's process group and outlives it, so that the shell gets its prompt back only when everything has stopped.
 * (The scripts in package.json say `exec`, because npm sends its signals to the shell, which keeps them to itself.)
 */
async function become(node, args, env) {
  const child = spawn(node, args, { cwd: root, env, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) passOn(signal, child);
  if (process.env.npm_lifecycle_event) whenParentIsGone(() => child.kill('SIGTERM'));
  return exitOf(child);
}

/**
 * Passes a signal on once where only this process got it. One that went to the whole group, as Ctrl-C does, has reached the child already and
 * arrives here twice, because npm adds its own copy; a second one would look to the child like an impatient user.
 */
function passOn(signal, child) {
  const fromTerminal = signal === 'SIGINT' && (process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY);
  let arrivals = 0;
  process.on(signal, () => {
    if (fromTerminal || ++arrivals > 1) return;
    setTimeout(() => {
      if (arrivals === 1) child.kill(signal);
      arrivals = 0;
    }, SIGNAL_WINDOW_MS);
  });
}

/** An npm that was killed cannot say so; without it nobody could stop what it started. */
function whenParentIsGone(stop) {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    stop();
  }, PARENT_WATCH_MS);
  watch.unref();
}

async function main([command, ...args]) {
  if (command !== 'start' && command !== 'test') throw new Refusal('Usage: node tools/bootstrap.mjs start|test [arguments]');
  if (!nodeComesWithPackages) findNode();
  if (!isInstalled()) install();
  const node = findNode();
  const env = { ...process.env, PATH: [bin, dirname(node), pathWithoutPackages()].join(delimiter) };
  if (command === 'test') return become(node, [join(root, 'tools/check.mjs'), ...args], env);
  await build(node, env);
  return become(node, [join(root, 'tools/launcher/dist/main.js'), ...args], env);
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  say(error.message);
  process.exitCode = 1;
  // Whoever reads only the closing line of the tests must not find an older one.
  if (process.argv[2] === 'test') process.stdout.write('0 passed, 1 failed\n');
}
