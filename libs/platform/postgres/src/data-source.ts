import { DataSource, type DataSourceOptions } from 'typeorm';

import { serviceConnectionOptions } from './service-schema.js';
import { socketWithSilenceLimit } from './silence-limit.js';

export interface ServiceDatabaseOptions {
  readonly url: string;
  /** Name of the service, which is also its schema. */
  readonly service: string;
  readonly entities: DataSourceOptions['entities'];
  /** Connections at most; 10 by default. */
  readonly poolSize?: number;
}

/** A connected pool that works as the service's role in the service's schema. Role, schema and tables must be there: `ensureServiceSchema`, `migrate`. */
export async function openDataSource(options: ServiceDatabaseOptions): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'postgres',
    url: options.url,
    schema: options.service,
    entities: options.entities ?? [],
    synchronize: false,
    migrationsRun: false,
    applicationName: `hemtag-${options.service}`,
    poolSize: options.poolSize ?? 10,
    extra: {
      options: serviceConnectionOptions(options.service),
      connectionTimeoutMillis: 5_000,
      // Below the limit of silence, so that a statement that takes too long ends with an answer.
      statement_timeout: 30_000,
      // A process that was stopped or hangs in the middle of a transaction must not keep its successor from a partition for long.
      idle_in_transaction_session_timeout: 15_000,
      keepAlive: true,
      stream: () => socketWithSilenceLimit(),
    },
  });
  return dataSource.initialize();
}
