import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DeliveredReport, DeliveryTarget } from '../../application/delivery-ports.js';

const CODE = /^[A-Z0-9_]{1,20}$/;
const codeOf = (error: unknown): string => {
  const code = (error as { readonly code?: unknown } | null)?.code;
  return typeof code === 'string' && CODE.test(code) ? code : 'an unknown fault';
};

/** Writes the files below `root/TENANT/`: each aside first, so that whoever reads the folder never finds half a file. Names and bytes are always the same, so that repeating it changes nothing. */
export class FolderTarget implements DeliveryTarget {
  readonly channel = 'folder';

  constructor(private readonly root: string) {}

  async deliver({ tenant, files }: DeliveredReport): ReturnType<DeliveryTarget['deliver']> {
    try {
      const folder = join(this.root, tenant);
      await mkdir(folder, { recursive: true });
      for (const { filename, content } of files) {
        const whole = join(folder, filename);
        await writeFile(`${whole}.part`, content);
        await rename(`${whole}.part`, whole);
      }
      return { kind: 'sent' };
    } catch (error) {
      // A full or missing disk is put right by an operator.
      return { kind: 'refused', isFinal: false, reason: `the folder could not be written: ${codeOf(error)}` };
    }
  }
}
