import type { RegisterStore } from '../../application/ports.js';
import { noTenant } from './refusals.js';

/** An empty list of a tenant that there is not would pass for an answer. */
export async function requireTenant(register: Pick<RegisterStore, 'versions'>, tenant: string): Promise<void> {
  if ((await register.versions({ kind: 'Tenant', tenant, name: null })).length === 0) throw noTenant();
}
