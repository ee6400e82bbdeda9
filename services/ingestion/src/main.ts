import { readConfig } from '@hemtag/platform-config';
import { runService } from '@hemtag/platform-lifecycle';

import { IngestionConfig } from './config.js';
import { setUpIngestion } from './set-up.js';

await runService({ name: 'ingestion', setUp: (context) => setUpIngestion(readConfig(IngestionConfig, process.env), context) });
