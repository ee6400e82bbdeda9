import { ConsumedPartitionEntity, inboxMigrations } from '@hemtag/platform-inbox';
import { OutboxEntity, outboxMigrations } from '@hemtag/platform-outbox';
import { ensureServiceSchema, migrate, openDataSource, readMigrations } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import { FigureConfirmationEntity } from './figure-confirmation.entity.js';
import { HarvestEntity } from './harvest.entity.js';
import { PeriodApprovalEntity } from './period-approval.entity.js';
import { PeriodEntryEntity } from './period-entry.entity.js';
import { PeriodFigureEntity } from './period-figure.entity.js';
import { fillRegisterEntries } from './register-entry.store.js';
import { RegisterVersionEntity } from './register-version.entity.js';
import { SERVICE } from './service-name.js';
import { SourceEntity } from './source.entity.js';
import { TenantEntity } from './tenant.entity.js';
import { UsageSeriesEntity } from './usage-series.entity.js';
import { UsageVolumeEntity } from './usage-volume.entity.js';
import { UsageVolumeRevisionEntity } from './usage-volume-revision.entity.js';

export { SERVICE };
export const ENTITIES = [
  ConsumedPartitionEntity,
  OutboxEntity,
  FigureConfirmationEntity,
  HarvestEntity,
  PeriodApprovalEntity,
  PeriodEntryEntity,
  PeriodFigureEntity,
  RegisterVersionEntity,
  SourceEntity,
  TenantEntity,
  UsageSeriesEntity,
  UsageVolumeEntity,
  UsageVolumeRevisionEntity,
];

/** Brings the service's schema up to date and opens it. */
export async function openDatabase(url: string): Promise<DataSource> {
  await ensureServiceSchema({ url, service: SERVICE });
  const own = await readMigrations({ scope: SERVICE, directory: new URL('../../../migrations/', import.meta.url) });
  await migrate({ url, service: SERVICE, sets: [inboxMigrations, outboxMigrations, own] });
  const dataSource = await openDataSource({ url, service: SERVICE, entities: ENTITIES });
  await fillRegisterEntries(dataSource);
  return dataSource;
}
