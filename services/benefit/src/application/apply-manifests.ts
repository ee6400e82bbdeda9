import type { ApplyResponse, ManifestFault, ManifestFile } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { decideApply, registerState } from '@hemtag/register';
import { manifestFaults } from './manifest-faults.js';
import type { ManifestReader, RegisterStore } from './ports.js';

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

/**
 * Applies a whole set of manifests or nothing of it. All faults of all files come together, each with file, line, column and path:
 * those of form and those against the register's rules.
 */
export async function applyManifests(
  { files, actor, dryRun }: ApplyManifests,
  { register, readManifests }: Ports,
): Promise<Result<ApplyResponse, readonly ManifestFault[]>> {
  const read = readManifests(files);
  return register.change(async (transaction) => {
    const current = registerState(await transaction.current());
    const decision = decideApply({ current, documents: read.documents.map(({ manifest }) => manifest) });
    if (!decision.ok) return err(manifestFaults(read, decision.error));
    if (read.faults.length > 0) return err(manifestFaults(read, []));
    if (!dryRun) await transaction.append(decision.value, actor);
    return ok({ objects: decision.value.map(({ kind, tenant, name, result }) => ({ kind, tenant, name, result })) });
  });
}
