import type { CaseResponse } from '@hemtag/contracts';
import { rational, unreachable, type Clock } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Query } from '@nestjs/common';
import { z } from 'zod';
import { readCase, type CaseRefusal } from '../../application/read-case.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { asKnownOn } from './as-known-on.js';
import { CLOCK, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';

const PERCENT = 'must be a rate in percent from 0 to 100 with at most 6 decimals, such as 3.5';
const Parameters = z.strictObject({
  tenant: z.string().min(1),
  initiative: z.string().min(1),
  discountRate: z
    .string()
    .regex(/^(100|\d{1,2}(\.\d{1,6})?)$/, PERCENT)
    .default('3.5'),
  years: z
    .string()
    .regex(/^([1-9]|[1-4]\d|50)$/, 'must be a number of years from 1 to 50')
    .default('5'),
  asKnownOn,
});

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
    const { tenant, initiative, discountRate, years, asKnownOn: instant = null } = readParameters(Parameters, query);
    const asked = { tenant, initiative, discountRate: rational(discountRate), years: Number(years), asKnownOn: instant };
    const found = await readCase(asked, { register: this.register, volumes: this.volumes, clock: this.clock });
    if (!found.ok) throw problemOf(found.error);
    return found.value;
  }
}
