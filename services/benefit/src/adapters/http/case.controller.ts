import { CaseQuery, type CaseResponse } from '@hemtag/contracts';
import { rational, type Clock } from '@hemtag/kernel';
import { readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { readCase } from '../../application/read-case.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import { problemOfFigures } from './refusals.js';

/** `GET /v1/case`: contract section 4. */
@Controller('v1/case')
export class CaseController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async case(@Query() query: unknown): Promise<CaseResponse> {
    const { tenant, initiative, discountRate, years, asKnownOn = null } = readParameters(CaseQuery, query);
    const asked = { tenant, initiative, discountRate: rational(discountRate), years: Number(years), asKnownOn };
    const found = await readCase(asked, { register: this.register, volumes: this.volumes, clock: this.clock });
    if (!found.ok) throw problemOfFigures(found.error);
    return found.value;
  }
}
