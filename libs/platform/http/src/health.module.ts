import { Module, type DynamicModule } from '@nestjs/common';

import { CHECK_TIMEOUT_MS, type HealthCheck } from './health-check.js';
import { HEALTH_OPTIONS, HealthController, type HealthOptions } from './health.controller.js';

/** `GET /health/live` and `GET /health/ready`. */
@Module({})
export class HealthModule {
  static with(options: { readonly checks: readonly HealthCheck[]; readonly timeoutMs?: number }): DynamicModule {
    const health: HealthOptions = { checks: options.checks, timeoutMs: options.timeoutMs ?? CHECK_TIMEOUT_MS };
    return { module: HealthModule, controllers: [HealthController], providers: [{ provide: HEALTH_OPTIONS, useValue: health }] };
  }
}
