import { ConsumedPartitionEntity, inboxMigrations } from '@hemtag/platform-inbox';
import { ensureServiceSchema, migrate, openDataSource, readMigrations } from '@hemtag/platform-postgres';
import type { DataSource } from 'typeorm';
import { DeliveryEntity } from './delivery.entity.js';
import { PlannedStatementEntity } from './planned-statement.entity.js';
import { SERVICE } from './service-name.js';
import { StatementEntity } from './statement.entity.js';
import { StatementJobEntity } from './statement-job.entity.js';

export { SERVICE };
export const ENTITIES = [ConsumedPartitionEntity, StatementEntity, StatementJobEntity, DeliveryEntity, PlannedStatementEntity];

/** Reports are few and are worked on one after the other. */
const POOL_SIZE = 5;

/** Brings the service's schema up to date and opens it. */
export async function openDatabase(url: string): Promise<DataSource> {
  await ensureServiceSchema({ url, service: SERVICE });
  const own = await readMigrations({ scope: SERVICE, directory: new URL('../../../migrations/', import.meta.url) });
  await migrate({ url, service: SERVICE, sets: [inboxMigrations, own] });
  return openDataSource({ url, service: SERVICE, entities: ENTITIES, poolSize: POOL_SIZE });
}
