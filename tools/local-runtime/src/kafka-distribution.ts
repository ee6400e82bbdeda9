import { createHash, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { err, ok, type Result } from '@hemtag/kernel';
import { acquireLock, type HeldLock } from './data-dir-lock.js';
import type { OwnProcesses } from './own-process.js';
import { askProgram, findProgram, isExecutable } from './program.js';
import { startFailed, type RuntimeProblem } from './runtime-problem.js';

const MIN_JAVA = 17;
const POM_FILE = fileURLToPath(new URL('../kafka/pom.xml', import.meta.url));
export const LOG4J_FILE = fileURLToPath(new URL('../kafka/log4j2.properties', import.meta.url));

export interface Java {
  readonly command: string;
  /** As the program reports it, such as `17.0.15`. */
  readonly version: string;
}

/** What a broker runs from. */
export interface KafkaDistribution {
  readonly java: Java;
  readonly classPath: string;
  /** Classes of exactly this Java and these jars, loaded beforehand; the broker then starts in less than half the time. */
  readonly archiveFile: string;
}

export interface KafkaSource {
  readonly java: Java;
  readonly jars: { readonly kind: 'folder'; readonly folder: string } | { readonly kind: 'maven'; readonly command: string };
}

/** Java from JAVA_HOME or PATH; the jars from KAFKA_HOME, the cache, or Maven. The error says what is missing. Starts nothing lasting. */
export async function findKafka(options: { readonly env: NodeJS.ProcessEnv; readonly cacheDir: string }): Promise<Result<KafkaSource, string>> {
  const java = await findJava(options.env);
  if (!java.ok) return java;
  const home = options.env['KAFKA_HOME'];
  if (home !== undefined && home !== '') {
    const folder = join(home, 'libs');
    return holdsKafka(folder) ? ok({ java: java.value, jars: { kind: 'folder', folder } }) : err(`KAFKA_HOME is set, but ${folder} holds no kafka_2.13 jar`);
  }
  const cached = jarFolder(options.cacheDir);
  if (holdsKafka(cached)) return ok({ java: java.value, jars: { kind: 'folder', folder: cached } });
  const maven = findProgram('mvn', options.env);
  return maven === undefined ? err('Maven (mvn) was not found') : ok({ java: java.value, jars: { kind: 'maven', command: maven } });
}

async function findJava(env: NodeJS.ProcessEnv): Promise<Result<Java, string>> {
  const home = env['JAVA_HOME'];
  const candidates = [home === undefined || home === '' ? undefined : join(home, 'bin', 'java'), findProgram('java', env)];
  const seen: string[] = [];
  for (const command of candidates.filter((candidate) => candidate !== undefined && isExecutable(candidate))) {
    if (command === undefined) continue;
    const version = /version "([^"]+)"/.exec((await askProgram(command, ['-version'], env)) ?? '')?.[1];
    if (version !== undefined && Number.parseInt(version, 10) >= MIN_JAVA) return ok({ command, version });
    seen.push(`${command} is ${version ?? 'not usable'}`);
  }
  return err(`Java ${MIN_JAVA} or newer was not found${seen.length === 0 ? '' : ` (${seen.join('; ')})`}`);
}

interface FetchOptions {
  readonly cacheDir: string;
  readonly processes: OwnProcesses;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly log: (line: string) => void;
}

export async function provideKafka(source: KafkaSource, options: FetchOptions): Promise<Result<KafkaDistribution, RuntimeProblem>> {
  if (source.jars.kind === 'maven') {
    const filled = await fillCache(source.jars.command, options);
    if (!filled.ok) return filled;
  }
  const folder = source.jars.kind === 'folder' ? source.jars.folder : jarFolder(options.cacheDir);
  const jars = jarsIn(folder).map((file) => join(folder, file));
  return ok({ java: source.java, classPath: jars.join(delimiter), archiveFile: archiveFile(options.cacheDir, source.java, jars) });
}

// The JVM refuses an archive whose jars have another place or age, so these are part of its name.
function archiveFile(cacheDir: string, java: Java, jars: readonly string[]): string {
  const fingerprint = createHash('sha256');
  for (const jar of jars) fingerprint.update(`${jar} ${statSync(jar).mtimeMs} ${statSync(jar).size}\n`);
  return join(cacheDir, 'kafka', `classes-${kafkaVersion()}-java-${java.version}-${fingerprint.digest('hex').slice(0, 12)}.jsa`);
}

const FILL_TIMEOUT_MS = 10 * 60_000;

// Several runs may share one cache (a start beside the tests); the first one fills it while the others wait.
async function fillCache(maven: string, options: FetchOptions): Promise<Result<void, RuntimeProblem>> {
  const lock = await waitForLock(join(options.cacheDir, 'kafka', 'fill.lock'));
  if (lock === undefined) return err(startFailed('kafka', 'another process has been filling the cache folder for too long'));
  try {
    return holdsKafka(jarFolder(options.cacheDir)) ? ok(undefined) : await copyJars(maven, options);
  } finally {
    lock.release();
  }
}

async function waitForLock(path: string): Promise<HeldLock | undefined> {
  for (const deadline = Date.now() + FILL_TIMEOUT_MS; Date.now() < deadline; await delay(250)) {
    const lock = acquireLock(path);
    if (lock.ok) return lock.value;
  }
  return undefined;
}

async function copyJars(maven: string, options: FetchOptions): Promise<Result<void, RuntimeProblem>> {
  const folder = jarFolder(options.cacheDir);
  const parent = join(options.cacheDir, 'kafka');
  for (const entry of readdirSync(parent).filter((name) => name.startsWith('part-'))) rmSync(join(parent, entry), { recursive: true });
  const part = join(parent, `part-${randomUUID()}`);
  mkdirSync(part);
  options.log(`Fetching Apache Kafka ${kafkaVersion()} through Maven (once, about 40 MB)`);
  const { exit, lines } = await options.processes.run({
    name: 'maven',
    kind: 'task',
    command: maven,
    // Everything that Maven keeps lies in the cache folder as well: nothing is written outside the checkout.
    args: [
      ...['--batch-mode', '--quiet', '--no-transfer-progress', '--file', POM_FILE, `-Dmaven.repo.local=${join(options.cacheDir, 'maven')}`],
      ...['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${part}`],
    ],
    env: options.env,
    logFile: options.logFile,
  });
  if (exit.kind !== 'exited' || exit.code !== 0 || !holdsKafka(part)) {
    rmSync(part, { recursive: true, force: true });
    return err(startFailed('kafka', 'Maven could not fetch the jars of Apache Kafka (KAFKA_HOME can name an unpacked release instead)', lines));
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(part, folder);
  rmSync(join(options.cacheDir, 'maven'), { recursive: true, force: true });
  return ok(undefined);
}

/** The version is kept in one place only: the file that Maven reads. */
export function kafkaVersion(): string {
  const version = /<kafka\.version>([\d.]+)<\/kafka\.version>/.exec(readFileSync(POM_FILE, 'utf8'))?.[1];
  if (version === undefined) throw new Error(`${POM_FILE} names no kafka.version`);
  return version;
}

const jarFolder = (cacheDir: string): string => join(cacheDir, 'kafka', `jars-${kafkaVersion()}`);

const jarsIn = (folder: string): readonly string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((file) => file.endsWith('.jar'))
        .sort()
    : [];

const holdsKafka = (folder: string): boolean => jarsIn(folder).some((file) => /^kafka_2\.13-[\d.]+\.jar$/.test(file));
