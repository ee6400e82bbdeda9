import { CompletenessQuery, type CompletenessResponse } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { ConditionalAnswer, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { readCompleteness } from '../../application/read-completeness.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import { problemOfFigures } from './refusals.js';

/** `GET /v1/completeness`: what came from each source, day by day. */
@Controller('v1/completeness')
export class CompletenessController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @UseInterceptors(ConditionalAnswer)
  async completeness(@Query() query: unknown): Promise<CompletenessResponse> {
    const { register, volumes, clock } = this;
    const read = await readCompleteness(readParameters(CompletenessQuery, query), { register, volumes, clock });
    if (!read.ok) throw problemOfFigures(read.error);
    return read.value;
  }
}
