import { FigureSumQuery, type FigureSumResponse } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { readFigureSum, type FigureSumRefusal } from '../../application/read-figure-sum.js';
import { CLOCK, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import { problemOfFigures } from './refusals.js';

function problemOf(refusal: FigureSumRefusal): HttpProblem {
  if (refusal.kind !== 'incompatible-sum') return problemOfFigures(refusal);
  const errors = Object.entries(refusal.differing).map(([what, values]) => ({ pointer: '/over', detail: `${what}: ${values.join(', ')}` }));
  const detail = `no sum over ${errors.map((error) => error.detail).join('; ')}: narrow the set with tenant, type, initiative or benefit`;
  return new HttpProblem('INCOMPATIBLE_SUM', detail, { pointer: '/over', errors });
}

/** `GET /v1/figures/sum`: contract section 4. */
@Controller('v1/figures/sum')
export class FigureSumController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async sum(@Query() query: unknown): Promise<FigureSumResponse> {
    const { tenant, over, from = null, to = null, type = null, initiative = null, benefit = null, asKnownOn = null } = readParameters(FigureSumQuery, query);
    const tenants = tenant === undefined ? null : tenant.split(',').map((name) => name.trim());
    const summed = await readFigureSum(
      { tenants, from, to, over, type, initiative, benefit, asKnownOn },
      { register: this.register, volumes: this.volumes, periods: this.periods, clock: this.clock },
    );
    if (!summed.ok) throw problemOf(summed.error);
    return summed.value;
  }
}
