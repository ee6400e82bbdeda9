import { ConsumedPartitionEntity, inboxMigrations } from '@hemtag/platform-inbox';
import { ensureServiceSchema, migrate, openDataSource, readMigrations } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import { fillRegisterEntries } from './register-entry.store.js';
import { RegisterVersionEntity } from './register-version.entity.js';
import { SourceEntity } from './source.entity.js';
import { TenantEntity } from './tenant.entity.js';
import { UsageSeriesEntity } from './usage-series.entity.js';
import { UsageVolumeEntity } from './usage-volume.entity.js';

export const SERVICE = 'benefit';
export const ENTITIES = [ConsumedPartitionEntity, RegisterVersionEntity, SourceEntity, TenantEntity, UsageSeriesEntity, UsageVolumeEntity];

/** Brings the service's schema up to date and opens it. */
export async function openDatabase(url: string): Promise<DataSource> {
  await ensureServiceSchema({ url, service: SERVICE });
  const own = await readMigrations({ scope: SERVICE, directory: new URL('../../../migrations/', import.meta.url) });
  await migrate({ url, service: SERVICE, sets: [inboxMigrations, own] });
  const dataSource = await openDataSource({ url, service: SERVICE, entities: ENTITIES });
  await fillRegisterEntries(dataSource);
  return dataSource;
}
