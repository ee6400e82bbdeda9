import { readdir, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ManifestFile } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { wrongUsage, type Outcome } from './outcome.js';
import { systemErrorCode, systemErrorText } from './system-error.js';

const MANIFEST_NAME = /\.(ya?ml|json)$/i;

/** The files that a path stands for: itself, or the manifests of the folder in the order of their names. */
async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory() && MANIFEST_NAME.test(entry.name))
    .map((entry) => join(path, entry.name))
    .sort();
}

async function readable<T>(path: string, read: (path: string) => Promise<T>): Promise<Result<T, string>> {
  try {
    return ok(await read(path));
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null) throw error;
    return err(`${path} cannot be read: ${systemErrorText(code)}.`);
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Null where the bytes are no UTF-8: read all the same, letters such as å would be lost without a word. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes);
  } catch {
    return null;
  }
}

/** Reads all manifests; their names are the paths as they were given, so that faults can be clicked on. A file that is named twice is read once. */
export async function findManifestFiles(paths: readonly string[]): Promise<Result<readonly ManifestFile[], Outcome>> {
  const faults: string[] = [];
  const files = new Map<string, ManifestFile>();
  for (const path of paths) {
    const names = await readable(path, filesOf);
    if (names.ok && names.value.length === 0) faults.push(`${path} holds no *.yaml, *.yml or *.json.`);
    if (!names.ok) faults.push(names.error);
    for (const name of names.ok ? names.value : []) {
      const bytes = await readable(name, (file) => readFile(file));
      const content = bytes.ok ? textOf(bytes.value) : null;
      if (content !== null) files.set(resolve(name), { name, content });
      else faults.push(bytes.ok ? `${name} is not UTF-8; save it in that encoding.` : bytes.error);
    }
  }
  return faults.length > 0 ? err(wrongUsage(...faults)) : ok([...files.values()]);
}
