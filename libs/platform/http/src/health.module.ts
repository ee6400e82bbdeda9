import { Module, type DynamicModule } from '@nestjs/common';

import type { HealthCheck } from './health-check.js';
import { HEALTH_OPTIONS, HealthController, type HealthOptions } from './health.controller.js';

/** `GET /health/live` and `GET /health/ready`. */
@Module({})
export class HealthModule {
  static with(options: { readonly checks: readonly HealthCheck[]; readonly timeoutMs?: number }): DynamicModule {
    const health: HealthOptions = { checks: options.checks, timeoutMs: options.timeoutMs ?? 3_000 };
    return { module: HealthModule, controllers: [HealthController], providers: [{ provide: HEALTH_OPTIONS, useValue: health }] };
  }
}
