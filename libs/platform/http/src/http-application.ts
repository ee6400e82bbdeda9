import type { Logger } from '@hemtag/platform-observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

import { useOrderlyClose } from './orderly-close.js';
import { ProblemFilter } from './problem-filter.js';
import { useServerLimits, type ServerLimits } from './server-limits.js';

/** What every service's HTTP side has: errors as problem+json, bounds on slow clients, a close that waits for nobody idle. To be called before listening. */
export function configureHttp(app: NestFastifyApplication, options: { readonly logger: Pick<Logger, 'error'>; readonly limits?: Partial<ServerLimits> }): void {
  app.useGlobalFilters(new ProblemFilter(options.logger));
  useServerLimits(app, options.limits);
  useOrderlyClose(app);
}
