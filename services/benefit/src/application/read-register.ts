import type { RegisterEntryRow, RegisterObject, RegisterResponse } from '@hemtag/contracts';
import { localDayOf, type Clock, type Instant } from '@hemtag/kernel';
import { benefitStatus, entryHistory, retirementOf, type HistoricEntry } from '@hemtag/register';
import { objectChanges } from './object-changes.js';
import type { RegisterQuery, RegisterStore, StoredVersion } from './ports.js';

interface Ports {
  readonly register: Pick<RegisterStore, 'versions'>;
  readonly clock: Clock;
}

const instantText = (instant: Instant): string => new Date(instant).toISOString();
const textOr = (value: unknown): string | null => (typeof value === 'string' ? value : null);

const entryRow = (entry: HistoricEntry): RegisterEntryRow => ({
  path: entry.path,
  key: entry.key,
  validFrom: entry.validFrom,
  validTo: entry.validTo,
  recordedAt: instantText(entry.recordedAt),
  supersededAt: entry.supersededAt === null ? null : instantText(entry.supersededAt),
  author: entry.author,
  version: entry.version,
  reason: textOr(entry.content.reason),
  source: textOr(entry.content.source),
  approvedBy: textOr(entry.content.approvedBy),
  content: entry.content,
});

function objectOf(versions: readonly [StoredVersion, ...StoredVersion[]], todayOf: (tenant: string) => string): RegisterObject {
  const [{ kind, tenant, name }] = versions;
  const newest = (versions.at(-1) ?? versions[0]).document;
  return {
    kind,
    tenant,
    name,
    versions: versions.map(({ version, author, recordedAt, document }, index) => {
      const before = versions[index - 1]?.document;
      return { version, author, recordedAt: instantText(recordedAt), changes: before ? objectChanges(before, document) : [], document };
    }),
    entries: entryHistory(versions).map(entryRow),
    ...(newest.kind === 'Initiative' && {
      statuses: newest.spec.benefits.flatMap((benefit) => benefitStatus(newest, benefit.name, todayOf(newest.metadata.tenant)) ?? []),
    }),
    retired: retirementOf(newest),
  };
}

/** The local day of each tenant: what an initiative's benefits are judged on. */
async function localDays({ kind, tenant }: RegisterQuery, { register, clock }: Ports): Promise<(tenant: string) => string> {
  const owners = kind === 'Initiative' ? await register.versions({ kind: 'Tenant', tenant, name: null }) : [];
  const zones = new Map(owners.flatMap(({ document }) => (document.kind === 'Tenant' ? [[document.metadata.name, document.spec.timeZone] as const] : [])));
  return (owner) => localDayOf(clock(), zones.get(owner) ?? 'UTC');
}

/** Register objects with all their versions, oldest first. Tenants and shared rates belong to no tenant and are there for every one. */
export async function readRegister(query: RegisterQuery, ports: Ports): Promise<RegisterResponse> {
  const objects = new Map<string, [StoredVersion, ...StoredVersion[]]>();
  for (const version of await ports.register.versions(query)) {
    const key = JSON.stringify([version.tenant, version.name]);
    const known = objects.get(key);
    if (known) known.push(version);
    else objects.set(key, [version]);
  }
  const todayOf = await localDays(query, ports);
  return { objects: [...objects.values()].map((versions) => objectOf(versions, todayOf)) };
}
