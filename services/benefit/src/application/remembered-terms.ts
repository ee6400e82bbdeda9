import type { RegisterStore } from './ports.js';
import { termsOf, type TenantTerms } from './terms-of-documents.js';

interface Remembered {
  readonly revision: string;
  readonly terms: TenantTerms | null;
}

/** Bounds the memory; a benefit's terms take a few kilobytes. */
const MAX_BENEFITS = 6_000;

const benefitsOf = ({ terms }: Remembered): number => terms?.initiatives.reduce((sum, { benefits }) => sum + benefits.length, 0) ?? 0;

/** The terms of tenants as the register has them now, read again only where it has changed. The tenant that was asked for longest ago is forgotten first. */
export class RememberedTerms {
  private readonly known = new Map<string, Remembered>();

  constructor(private readonly register: Pick<RegisterStore, 'revisionOf' | 'documentsOf'>) {}

  /** Null where there is no such tenant. */
  async of(tenant: string): Promise<TenantTerms | null> {
    // Before the documents: those that are read are at least as new.
    const revision = await this.register.revisionOf(tenant);
    const known = this.known.get(tenant);
    const current = known?.revision === revision ? known : { revision, terms: termsOf(await this.register.documentsOf(tenant, null), tenant) };
    this.known.delete(tenant);
    this.known.set(tenant, current);
    this.forgetOldest();
    return current.terms;
  }

  private forgetOldest(): void {
    let benefits = 0;
    for (const remembered of this.known.values()) benefits += benefitsOf(remembered);
    for (const [tenant, remembered] of this.known) {
      if (benefits <= MAX_BENEFITS || this.known.size === 1) return;
      benefits -= benefitsOf(remembered);
      this.known.delete(tenant);
    }
  }
}
