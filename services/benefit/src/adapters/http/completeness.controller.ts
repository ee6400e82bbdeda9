import { CompletenessQuery, type CompletenessResponse } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { ConditionalAnswer, HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { readCompleteness } from '../../application/read-completeness.js';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';

/** `GET /v1/completeness`: what came from each source, day by day. */
@Controller('v1/completeness')
export class CompletenessController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @UseInterceptors(ConditionalAnswer)
  async completeness(@Query() query: unknown): Promise<CompletenessResponse> {
    const { register, volumes, periods, clock } = this;
    const read = await readCompleteness(readParameters(CompletenessQuery, query), { register, volumes, periods, clock });
    if (read.ok) return read.value;
    throw read.error.kind === 'unknown-tenant'
      ? new HttpProblem('NOT_FOUND', 'no such tenant; hemtag get tenants lists them', { pointer: '/tenant' })
      : new HttpProblem('INVALID_REQUEST', read.error.detail, { pointer: '/from' });
  }
}
