import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { systemErrorCode } from './system-error.js';

const WORDS: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write there',
  EPERM: 'no permission to write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'there is no space left',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'a part of the path is no folder',
  EISDIR: 'a folder of this name is there',
};

/**
 * Writes a file aside and gives it its name when it is whole and on the disk, so that nobody finds half of it. The folder is made where it is not there. Null where it
 * worked, else why not, in words.
 */
export async function writeWhole(path: string, bytes: Uint8Array): Promise<string | null> {
  const aside = join(dirname(path), `.${basename(path)}.${randomBytes(4).toString('hex')}.part`);
  try {
    await mkdir(dirname(path), { recursive: true });
    const file = await open(aside, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(aside, path);
    return null;
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null) throw error;
    await rm(aside, { force: true }).catch(() => undefined);
    return WORDS[code] ?? code;
  }
}
