import { MonthParameter, PeriodChangesParameters, type PeriodChangesResponse } from '@hemtag/contracts';
import { unreachable } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore } from '../../application/ports.js';
import { readChanges, type ChangesRefusal } from '../../application/read-changes.js';
import { PERIOD_STORE, REGISTER_STORE } from '../../tokens.js';
import { noMonth, noTenant } from './refusals.js';

function changesProblem(refusal: ChangesRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'no-month':
      return noMonth();
    case 'unknown-tenant':
      return noTenant();
    case 'unknown-benefit':
      return new HttpProblem('NOT_FOUND', 'this tenant has no such initiative with such a benefit', { pointer: '/benefit' });
    case 'never-closed':
      return new HttpProblem('NOT_FOUND', 'the month was never closed', { pointer: '/month' });
    default:
      return unreachable(refusal);
  }
}

/** `GET /v1/periods/{month}/changes`. */
@Controller('v1/periods')
export class PeriodChangesController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
  ) {}

  @Get(':month/changes')
  async changes(@Param() parameters: unknown, @Query() query: unknown): Promise<PeriodChangesResponse> {
    const { month } = readParameters(MonthParameter, parameters);
    const { asKnownOn = null, ...named } = readParameters(PeriodChangesParameters, query);
    const changes = await readChanges({ month, ...named, asKnownOn }, { register: this.register, periods: this.periods });
    if (!changes.ok) throw changesProblem(changes.error);
    return changes.value;
  }
}
