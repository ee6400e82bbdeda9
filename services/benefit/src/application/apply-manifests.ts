import { REPORT_PLAN_DAYS, type AppliedObject, type ApplyResponse, type ManifestFault, type ManifestFile } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { decideApply, keyOf, registerState, tenantOf, type Change, type RegisterDocument, type RegisterState } from '@hemtag/register';
import { applyWarnings, departmentWarnings } from './apply-warnings.js';
import { effectOf, type ChangedDocuments } from './effect-of-change.js';
import { manifestFaults } from './manifest-faults.js';
import { objectChanges } from './object-changes.js';
import type { ManifestReader, RegisterStore } from './ports.js';
import type { ReadingPorts } from './read-figures.js';

export interface ApplyManifests {
  readonly files: readonly ManifestFile[];
  /** Who applies, as stated to a loopback server. */
  readonly actor: string;
  /** Decide and report, store nothing. */
  readonly dryRun: boolean;
}

interface Ports extends ReadingPorts {
  readonly register: Pick<RegisterStore, 'change'>;
  readonly readManifests: ManifestReader;
}

interface Decided {
  readonly current: RegisterState;
  readonly changes: readonly Change[];
}

const objectOf = ({ kind, tenant, name, result }: Change): AppliedObject => ({ kind, tenant, name, result });
/** A tenant's own documents, its own tenant document, and what all share. */
const isOf =
  (tenant: string) =>
  (document: RegisterDocument): boolean =>
    tenantOf(document) === tenant || (tenantOf(document) === null && (document.kind !== 'Tenant' || document.metadata.name === tenant));

function documentsAfter({ current, changes }: Decided): readonly RegisterDocument[] {
  const after = new Map([...current].map(([key, { document }]) => [key, document]));
  for (const { document } of changes) after.set(keyOf(document), document);
  return [...after.values()];
}

function warningsOf(decided: Decided) {
  const after = documentsAfter(decided);
  const byTenant = new Map<string, Set<string>>();
  for (const { kind, tenant, name } of decided.changes) {
    if (tenant === null || (kind !== 'Initiative' && kind !== 'ReportPlan')) continue;
    byTenant.set(tenant, new Set([...(byTenant.get(tenant) ?? []), ...(kind === 'Initiative' ? [name] : [])]));
  }
  return [...byTenant].flatMap(([tenant, initiatives]) => {
    const documents = after.filter(isOf(tenant));
    return [...applyWarnings(documents, { tenant, initiatives }), ...departmentWarnings(documents, tenant)];
  });
}

/** The tenants whose figures a change can move: the owner's, and of what is shared everybody's. */
function changedDocuments(decided: Decided): ChangedDocuments[] {
  const changed = decided.changes.filter(({ result }) => result !== 'unchanged');
  const before = [...decided.current.values()].map(({ document }) => document);
  const after = documentsAfter(decided);
  const all = after.flatMap(({ kind, metadata }) => (kind === 'Tenant' ? [metadata.name] : []));
  return all
    .filter((name) => changed.some(({ kind, tenant, name: own }) => (kind === 'Tenant' ? own === name : tenant === null || tenant === name)))
    .map((tenant) => ({ tenant, before: before.filter(isOf(tenant)), after: after.filter(isOf(tenant)) }));
}

async function planOf(decided: Decided, ports: ReadingPorts): Promise<ApplyResponse> {
  const effect = [];
  for (const changed of changedDocuments(decided)) effect.push(...(await effectOf(changed, ports)));
  const objects = decided.changes.map((change) => ({
    ...objectOf(change),
    changes: objectChanges(decided.current.get(keyOf(change.document))?.document ?? null, change.document),
  }));
  return { objects, warnings: warningsOf(decided), effect };
}

/**
 * Applies a whole set of manifests or nothing of it. All faults of all files come together, each with file, line, column and path:
 * those of form and those against the register's rules. A dry run says of each object what would change, and what that does to the figures.
 */
export async function applyManifests(
  { files, actor, dryRun }: ApplyManifests,
  { register, readManifests, ...ports }: Ports,
): Promise<Result<ApplyResponse, readonly ManifestFault[]>> {
  const read = readManifests(files);
  const decided = await register.change(async (transaction): Promise<Result<Decided, readonly ManifestFault[]>> => {
    const current = registerState(await transaction.current());
    const decision = decideApply({ current, documents: read.documents.map(({ manifest }) => manifest), planDays: REPORT_PLAN_DAYS });
    if (!decision.ok) return err(manifestFaults(read, decision.error));
    if (read.faults.length > 0) return err(manifestFaults(read, []));
    if (!dryRun) await transaction.append(decision.value, actor);
    return ok({ current, changes: decision.value });
  });
  if (!decided.ok) return decided;
  // The register is free again while figures are computed.
  return ok(dryRun ? await planOf(decided.value, ports) : { objects: decided.value.changes.map(objectOf), warnings: warningsOf(decided.value) });
}
