import type { RegisterStore } from './ports.js';

/** Whether the register knows the tenant: an empty list of one that there is not would pass for an answer. */
export async function isTenant(register: Pick<RegisterStore, 'versions'>, tenant: string): Promise<boolean> {
  return (await register.versions({ kind: 'Tenant', tenant, name: null })).length > 0;
}
