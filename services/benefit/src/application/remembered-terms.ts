import type { RegisterStore } from './ports.js';
import type { TenantTerms } from './terms-of-documents.js';

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

  constructor(
    private readonly register: Pick<RegisterStore, 'revision' | 'initiativesSharingWith'>,
    private readonly read: (tenant: string) => Promise<TenantTerms | null>,
  ) {}

  /** Null where there is no such tenant. */
  async of(tenant: string): Promise<TenantTerms | null> {
    // Before the documents: those that are read are at least as new.
    const revision = await this.register.revision();
    const known = this.known.get(tenant);
    if (known?.revision !== revision) this.known.delete(tenant);
    const current = known?.revision === revision ? known : { revision, terms: await this.read(tenant) };
    // Shares of costs may hang on the volumes of other tenants.
    if (current !== known && (await this.sharesCosts(tenant, current))) return current.terms;
    this.known.delete(tenant);
    this.known.set(tenant, current);
    this.forgetOldest();
    return current.terms;
  }

  private async sharesCosts(tenant: string, { terms }: Remembered): Promise<boolean> {
    return (terms?.sharedCosts.length ?? 0) > 0 || (await this.register.initiativesSharingWith(tenant, null)).length > 0;
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
