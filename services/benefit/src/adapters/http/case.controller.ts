import { CaseQuery, type CaseResponse } from '@hemtag/contracts';
import { rational, unreachable, type Clock } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { readCase, type CaseRefusal } from '../../application/read-case.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';

function problemOf(refusal: CaseRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'unknown-tenant':
      return new HttpProblem('NOT_FOUND', 'no such tenant; hemtag get tenants lists them', { pointer: '/tenant' });
    case 'unknown-initiative':
      return new HttpProblem('NOT_FOUND', 'this tenant has no such initiative; hemtag get initiatives lists them', { pointer: '/initiative' });
    case 'not-yet-known':
      return new HttpProblem('INVALID_REQUEST', 'asKnownOn lies in the future', { pointer: '/asKnownOn' });
    default:
      return unreachable(refusal);
  }
}

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
    if (!found.ok) throw problemOf(found.error);
    return found.value;
  }
}
