import type { RegisterEntryRow, RegisterObject } from '@hemtag/contracts';
import { localDayOf, type Clock, type Instant } from '@hemtag/kernel';
import { benefitStatus, entryHistory, retirementOf, type HistoricEntry } from '@hemtag/register';
import { objectChanges } from './object-changes.js';
import type { RegisterQuery, RegisterStore, StoredVersion } from './ports.js';

interface Ports {
  readonly register: Pick<RegisterStore, 'versions'>;
  readonly clock: Clock;
}

/** Behind this object; the tenant is empty for what belongs to none. */
export interface RegisterPlace {
  readonly tenant: string;
  readonly name: string;
}

export interface RegisterPageQuery extends RegisterQuery {
  readonly after: RegisterPlace | null;
  /** How many objects; null for all. */
  readonly limit: number | null;
  /** What was known then, judged on that day; null: now. */
  readonly asKnownOn: Instant | null;
}

export interface RegisterPage {
  readonly objects: readonly RegisterObject[];
  readonly next: RegisterPlace | null;
}

type Versions = readonly [StoredVersion, ...StoredVersion[]];
const placeOf = ([{ tenant, name }]: Versions): RegisterPlace => ({ tenant: tenant ?? '', name });
const isBehind = (a: RegisterPlace, b: RegisterPlace): boolean => a.tenant > b.tenant || (a.tenant === b.tenant && a.name > b.name);

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

function objectOf(versions: Versions, todayOf: (tenant: string) => string): RegisterObject {
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
async function localDays({ kind, tenant, asKnownOn }: RegisterPageQuery, { register, clock }: Ports): Promise<(tenant: string) => string> {
  const owners = kind === 'Initiative' ? await register.versions({ kind: 'Tenant', tenant, name: null }) : [];
  const zones = new Map(owners.flatMap(({ document }) => (document.kind === 'Tenant' ? [[document.metadata.name, document.spec.timeZone] as const] : [])));
  return (owner) => localDayOf(asKnownOn ?? clock(), zones.get(owner) ?? 'UTC');
}

/** Register objects with all their versions, oldest first. Tenants and shared rates belong to no tenant and are there for every one. */
export async function readRegister(query: RegisterPageQuery, ports: Ports): Promise<RegisterPage> {
  const { after, limit, asKnownOn } = query;
  const objects = new Map<string, [StoredVersion, ...StoredVersion[]]>();
  for (const version of await ports.register.versions(query)) {
    if (asKnownOn !== null && version.recordedAt > asKnownOn) continue;
    const key = JSON.stringify([version.tenant, version.name]);
    const known = objects.get(key);
    if (known) known.push(version);
    else objects.set(key, [version]);
  }
  const todayOf = await localDays(query, ports);
  const inOrder = [...objects.values()].sort((a, b) => (isBehind(placeOf(a), placeOf(b)) ? 1 : -1));
  const behind = inOrder.filter((versions) => after === null || isBehind(placeOf(versions), after));
  const page = limit === null ? behind : behind.slice(0, limit);
  const last = page.at(-1);
  return { objects: page.map((versions) => objectOf(versions, todayOf)), next: last === undefined || page.length === behind.length ? null : placeOf(last) };
}
