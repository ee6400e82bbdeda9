import { logReaderVariables } from '@hemtag/platform-config';
import { z } from 'zod';

/** Environment of the benefit service. */
export const BenefitConfig = z.object(logReaderVariables({ port: 8082 }));
export type BenefitConfig = z.infer<typeof BenefitConfig>;
