import { asKnownOn, FORECAST_METHODS, type FiguresResponse } from '@hemtag/contracts';
import { unreachable } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { readFigures, type FiguresRefusal } from '../../application/read-figures.js';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import type { Clock } from '@hemtag/kernel';

const Parameters = z.strictObject({
  tenant: z.string().min(1),
  from: z.string().min(1),
  to: z.string().min(1),
  initiative: z.string().min(1).optional(),
  benefit: z.string().min(1).optional(),
  priceYear: z
    .string()
    .regex(/^\d{4}$/, 'must be a year like 2026')
    .optional(),
  forecast: z.enum(FORECAST_METHODS, `must be one of ${FORECAST_METHODS.join(', ')}`).default('seasonal'),
  asKnownOn,
});

export function problemOfFigures(refusal: FiguresRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'unknown-tenant':
      return new HttpProblem('NOT_FOUND', 'no such tenant; hemtag get tenants lists them', { pointer: '/tenant' });
    case 'unknown-initiative':
      return new HttpProblem('NOT_FOUND', 'this tenant has no such initiative; hemtag get initiatives lists them', { pointer: '/initiative' });
    case 'unknown-benefit':
      return new HttpProblem('NOT_FOUND', 'no initiative of this tenant has such a benefit', { pointer: '/benefit' });
    case 'invalid-range':
      return new HttpProblem('INVALID_REQUEST', refusal.detail, { pointer: '/from' });
    case 'not-yet-known':
      return new HttpProblem('INVALID_REQUEST', 'asKnownOn lies in the future', { pointer: '/asKnownOn' });
    default:
      return unreachable(refusal);
  }
}

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
  async figures(@Query() query: unknown): Promise<FiguresResponse> {
    const { initiative = null, benefit = null, asKnownOn: instant = null, priceYear, ...range } = readParameters(Parameters, query);
    const figures = await readFigures(
      { ...range, initiative, benefit, asKnownOn: instant, priceYear: priceYear === undefined ? null : Number(priceYear) },
      { register: this.register, volumes: this.volumes, periods: this.periods, clock: this.clock },
    );
    if (!figures.ok) throw problemOfFigures(figures.error);
    return figures.value;
  }
}
