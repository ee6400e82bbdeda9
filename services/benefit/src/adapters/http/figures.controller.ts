import { FiguresParameters, type FiguresResponse } from '@hemtag/contracts';
import { ConditionalAnswer, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query, UseInterceptors } from '@nestjs/common';
import { readFigures } from '../../application/read-figures.js';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import type { Clock } from '@hemtag/kernel';
import { problemOfFigures } from './refusals.js';

/** `GET /v1/figures`: contract section 4. */
@Controller('v1/figures')
export class FiguresController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @UseInterceptors(ConditionalAnswer)
  async figures(@Query() query: unknown): Promise<FiguresResponse> {
    const { initiative = null, benefit = null, asKnownOn: instant = null, priceYear, exact, ...range } = readParameters(FiguresParameters, query);
    const figures = await readFigures(
      {
        ...range,
        initiative,
        benefit,
        asKnownOn: instant,
        priceYear: priceYear === undefined ? null : Number(priceYear),
        ...(exact === 'true' && { isExact: true }),
      },
      { register: this.register, volumes: this.volumes, periods: this.periods, clock: this.clock },
    );
    if (!figures.ok) throw problemOfFigures(figures.error);
    return figures.value;
  }
}
