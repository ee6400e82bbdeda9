import { PUBLISHED } from '@hemtag/contracts';
import { runStatement } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import type { TenantStore } from '../../application/ports.js';

/** The tenants that the benefit service publishes. */
export class PublishedTenantStore implements TenantStore {
  constructor(private readonly dataSource: DataSource) {}

  async has(tenant: string): Promise<boolean> {
    const rows = await runStatement(this.dataSource, { text: `SELECT tenant FROM ${PUBLISHED.tenant} WHERE tenant = $1` }, [tenant]);
    return rows.length > 0;
  }
}
