import type { RegisterObject, RegisterResponse } from '@hemtag/contracts';
import type { RegisterQuery, RegisterStore } from './ports.js';

/** Register objects with all their versions, oldest first. Tenants and shared rates belong to no tenant and are there for every one. */
export async function readRegister(query: RegisterQuery, register: RegisterStore): Promise<RegisterResponse> {
  const objects = new Map<string, RegisterObject & { readonly versions: RegisterObject['versions'][number][] }>();
  for (const { kind, tenant, name, version, document, author, recordedAt } of await register.versions(query)) {
    const key = `${tenant ?? ''} ${name}`;
    const object = objects.get(key) ?? { kind, tenant, name, versions: [] };
    object.versions.push({ version, author, recordedAt: new Date(recordedAt).toISOString(), document });
    objects.set(key, object);
  }
  return { objects: [...objects.values()] };
}
