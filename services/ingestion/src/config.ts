import { logReaderVariables } from '@hemtag/platform-config';
import { z } from 'zod';

export const IngestionConfig = z.object(logReaderVariables({ port: 8081, metricsPort: 9081 }));
export type IngestionConfig = z.infer<typeof IngestionConfig>;
