import 'reflect-metadata';
import { databaseUrl, readConfig } from '@hemtag/platform-config';
import { createLogger } from '@hemtag/platform-observability';
import { z } from 'zod';
import { openDatabase, SERVICE } from './adapters/postgres/database.js';
import { forgetVolumes } from './adapters/postgres/rebuild.js';

const { HEMTAG_DATABASE_URL } = readConfig(z.object({ HEMTAG_DATABASE_URL: databaseUrl() }), process.env);
const logger = createLogger({ service: SERVICE });
const dataSource = await openDatabase(HEMTAG_DATABASE_URL);
await forgetVolumes(dataSource);
await dataSource.destroy();
logger.info({}, 'benefit.volumes_forgotten');
