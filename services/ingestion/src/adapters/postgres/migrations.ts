import { inboxMigrations } from '@hemtag/platform-inbox';
import { outboxMigrations } from '@hemtag/platform-outbox';
import { ensureServiceSchema, migrate, readMigrations } from '@hemtag/platform-postgres';

import { SERVICE } from './service-name.js';

/** Brings the database to the state that this program needs; several processes may do it at once. Resolves with the number of migrations applied. */
export async function prepareDatabase(options: { readonly url: string; readonly migrationsDirectory: URL }): Promise<number> {
  await ensureServiceSchema({ url: options.url, service: SERVICE });
  const own = await readMigrations({ scope: SERVICE, directory: options.migrationsDirectory });
  return migrate({ url: options.url, service: SERVICE, sets: [inboxMigrations, outboxMigrations, own] });
}
