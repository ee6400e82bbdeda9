import type { RegisterObject, RegisterResponse } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { contentOf } from './answers.js';
import type { ApiClient } from './api-client.js';
import { refused, wrongUsage, type Outcome } from './outcome.js';
import { isRecord } from './record.js';

export const REGISTER_KINDS = ['tenant', 'source', 'rate', 'initiative', 'report-plan'] as const;
export type RegisterKind = (typeof REGISTER_KINDS)[number];

/** Singular or plural, in any case; null for anything else. */
export function registerKindOf(text: string): RegisterKind | null {
  const singular = text.toLowerCase().replace(/s$/, '');
  return REGISTER_KINDS.find((kind) => kind === singular) ?? null;
}

export interface RegisterQuery {
  readonly kind: RegisterKind;
  readonly tenant?: string | null;
  readonly name?: string | null;
}

export async function registerObjects(
  api: ApiClient,
  { kind, tenant = null, name = null }: RegisterQuery,
): Promise<Result<readonly RegisterObject[], Outcome>> {
  const content = contentOf<RegisterResponse>(await api.get(`/v1/register/${kind}`, { query: { tenant, name } }), { api, list: 'objects' });
  return content.ok ? ok(content.value.objects) : content;
}

/** `spec` of the newest version. */
export function latestSpec(object: RegisterObject): Readonly<Record<string, unknown>> {
  const document: unknown = object.versions.at(-1)?.document;
  return isRecord(document) && isRecord(document.spec) ? document.spec : {};
}

const listed = (names: Iterable<string>): string => [...new Set(names)].sort().join(', ');

async function tenantNames(api: ApiClient): Promise<Result<readonly string[], Outcome>> {
  const tenants = await registerObjects(api, { kind: 'tenant' });
  return tenants.ok ? ok(tenants.value.map((tenant) => tenant.name)) : tenants;
}

const NOTHING_REGISTERED = refused('No tenant is registered yet: `hemtag apply -f examples/register` registers the examples.');

/** The tenant that was named, where it exists. */
export async function knownTenant(api: ApiClient, tenant: string): Promise<Result<string, Outcome>> {
  const names = await tenantNames(api);
  if (!names.ok) return names;
  if (names.value.length === 0) return err(NOTHING_REGISTERED);
  return names.value.includes(tenant) ? ok(tenant) : err(refused(`No tenant ${tenant} is registered; there are ${listed(names.value)}.`));
}

/** The tenant where none was named: the only one. */
export async function onlyTenant(api: ApiClient): Promise<Result<string, Outcome>> {
  const names = await tenantNames(api);
  if (!names.ok) return names;
  const [first, ...others] = names.value;
  if (first === undefined) return err(NOTHING_REGISTERED);
  return others.length === 0 ? ok(first) : err(wrongUsage(`Name the tenant with --tenant: ${listed(names.value)}.`));
}

/** The tenant where none was named but an object was: the only one that has it. */
export async function tenantOfObject(api: ApiClient, { kind, name }: { readonly kind: RegisterKind; readonly name: string }): Promise<Result<string, Outcome>> {
  const objects = await registerObjects(api, { kind, name });
  if (!objects.ok) return objects;
  const tenants = new Set(objects.value.flatMap(({ tenant }) => (tenant === null ? [] : [tenant])));
  const [first, ...others] = tenants;
  if (first === undefined) return err(refused(`No ${kind} ${name} is registered.`));
  return others.length === 0 ? ok(first) : err(wrongUsage(`Several tenants have the ${kind} ${name}; name one with --tenant: ${listed(tenants)}.`));
}
