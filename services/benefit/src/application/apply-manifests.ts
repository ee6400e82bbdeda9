import type { ApplyResponse, ManifestFault, ManifestFile } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { decideApply } from '@hemtag/register';
import type { ManifestReader, ReadDocument, RegisterStore } from './ports.js';

export interface ApplyManifests {
  readonly files: readonly ManifestFile[];
  /** Who applies, as stated to a loopback server. */
  readonly actor: string;
  /** Decide and report, store nothing. */
  readonly dryRun: boolean;
}

interface Ports {
  readonly register: RegisterStore;
  readonly readManifests: ManifestReader;
}

const inFileOrder = (a: ManifestFault, b: ManifestFault): number => a.file.localeCompare(b.file) || a.line - b.line || a.column - b.column;

/**
 * Applies a whole set of manifests or nothing of it. All faults of all files come together, each with file, line, column and path:
 * first those of form; only a set without them is held against the register.
 */
export async function applyManifests(
  { files, actor, dryRun }: ApplyManifests,
  { register, readManifests }: Ports,
): Promise<Result<ApplyResponse, readonly ManifestFault[]>> {
  const { documents, faults } = readManifests(files);
  if (faults.length > 0) return err([...faults].sort(inFileOrder));
  return register.change(async (transaction) => {
    const current = await transaction.current();
    const decision = decideApply({ current, documents: documents.map(({ document }) => document) });
    if (!decision.ok) return err(decision.error.map(({ documentIndex, path, detail }) => located(documents, documentIndex, path, detail)).sort(inFileOrder));
    if (!dryRun) await transaction.append(decision.value, actor);
    return ok({ objects: decision.value.map(({ kind, tenant, name, result }) => ({ kind, tenant, name, result })) });
  });
}

function located(documents: readonly ReadDocument[], index: number, path: string, detail: string): ManifestFault {
  const document = documents[index];
  if (!document) throw new Error(`a fault of document ${index}, of which there are ${documents.length}`);
  return { ...document.locate(path), path, detail };
}
