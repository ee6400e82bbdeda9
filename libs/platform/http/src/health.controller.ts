import { Controller, Get, Inject } from '@nestjs/common';

import { readiness, type HealthCheck } from './health-check.js';
import { HttpProblem } from './http-problem.js';

export const HEALTH_OPTIONS = Symbol('health options');
export interface HealthOptions {
  readonly checks: readonly HealthCheck[];
  /** Longest wait for one check. */
  readonly timeoutMs: number;
}

@Controller('health')
export class HealthController {
  constructor(@Inject(HEALTH_OPTIONS) private readonly options: HealthOptions) {}

  /** The process answers; nothing else is asked. */
  @Get('live')
  live(): { readonly status: 'live' } {
    return { status: 'live' };
  }

  /** 503 with the names of the checks that fail. */
  @Get('ready')
  async ready(): Promise<{ readonly status: 'ready'; readonly checks: readonly string[] }> {
    const { checks, timeoutMs } = this.options;
    const { ready, failing } = await readiness(checks, timeoutMs);
    if (ready) return { status: 'ready', checks: checks.map(({ name }) => name) };
    throw new HttpProblem('NOT_READY', `not ready: ${failing.join(', ')}`, { errors: failing.map((check) => ({ check })), headers: { 'retry-after': '1' } });
  }
}
