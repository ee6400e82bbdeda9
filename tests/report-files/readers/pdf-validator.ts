import { execFile, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const POM_FILE = resolve(__dirname, '../verapdf/pom.xml');
/** Beside the jars of the local Kafka. */
const CACHE_DIR = resolve(__dirname, '../../../.hemtag/cache');
const PROGRAM = 'org.verapdf.apps.GreenfieldCliWrapper';
const FETCH_TIMEOUT_MS = 5 * 60_000;

function jarName(): string {
  const version = /<verapdf\.version>([\d.]+)</.exec(readFileSync(POM_FILE, 'utf8'))?.[1];
  return `greenfield-apps-${version}.jar`;
}

function fetchJar(jar: string): boolean {
  const part = join(CACHE_DIR, `verapdf-part-${process.pid}`);
  mkdirSync(part, { recursive: true });
  const args = ['--batch-mode', '--quiet', '--no-transfer-progress', '--file', POM_FILE, `-Dmaven.repo.local=${join(part, 'maven')}`];
  spawnSync('mvn', [...args, 'dependency:copy-dependencies', '-DexcludeTransitive=true', `-DoutputDirectory=${part}`], {
    stdio: 'ignore',
    timeout: FETCH_TIMEOUT_MS,
  });
  const isThere = existsSync(join(part, jarName()));
  if (isThere) {
    mkdirSync(join(CACHE_DIR, 'verapdf'), { recursive: true });
    renameSync(join(part, jarName()), jar);
  }
  rmSync(part, { recursive: true, force: true });
  return isThere;
}

/** The validator veraPDF, which Maven fetches once; null where it cannot be had or there is no Java. */
function findValidator(): string | null {
  if (spawnSync('java', ['-version']).status !== 0) return null;
  const jar = join(CACHE_DIR, 'verapdf', jarName());
  return existsSync(jar) || fetchJar(jar) ? jar : null;
}

export const pdfValidator = findValidator();
export const NO_PDF_VALIDATOR = 'needs Java 17 or newer, and Maven that reaches its repository once (apt-get install openjdk-17-jre-headless maven)';

/**
 * Holds files against PDF/A-2b, all of them in one process.
 * @returns for each file nothing, or the numbers of the rules of ISO 19005-2 that it breaks
 */
export function brokenRules(jar: string, files: readonly string[]): Promise<readonly (readonly string[])[]> {
  // It keeps its settings in the home folder of whoever runs it.
  const home = mkdtempSync(join(tmpdir(), 'hemtag-verapdf-'));
  return new Promise((fulfil, reject) => {
    const args = [`-Duser.home=${home}`, '-cp', jar, PROGRAM, '--flavour', '2b', '--format', 'text', '--verbose', ...files];
    execFile('java', args, { maxBuffer: 1 << 26 }, (error, stdout, stderr) => {
      rmSync(home, { recursive: true, force: true });
      const blocks = stdout.split(/^(?=PASS \/|FAIL \/)/m).filter((block) => /^(PASS|FAIL) \//.test(block));
      if (blocks.length !== files.length)
        return reject(new Error(`veraPDF judged ${blocks.length} of ${files.length} files: ${error?.message ?? ''}\n${stderr}`));
      const judged = blocks.map((block) => [block.split('\n')[0] ?? '', [...block.matchAll(/^ +FAIL (\S+)/gm)].map(([, rule = '']) => rule)] as const);
      fulfil(
        files.map((file) => {
          const [line, rules] = judged.find(([judgement]) => judgement.includes(file)) ?? ['', []];
          return line.startsWith('PASS') ? [] : rules.length > 0 ? rules : [`not judged: ${line}`];
        }),
      );
    });
  });
}
