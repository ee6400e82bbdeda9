import { ExplanationQuery, type ExplanationResponse } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { cursorParts, cursorText, HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { explainFigure, type ExplainPorts } from '../../application/explain-figure.js';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeFacts, VolumeStore } from '../../application/ports.js';
import { notYetKnown } from './refusals.js';
import { CLOCK, PERIOD_STORE, REGISTER_STORE, VOLUME_FACTS, VOLUME_STORE } from '../../tokens.js';

const MAX_PAGE = 1_000;

/** `GET /v1/figures/{id}/explanation`: contract section 2, `hemtag explain`. */
@Controller('v1/figures')
export class ExplanationController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(VOLUME_FACTS) private readonly facts: VolumeFacts,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  private ports(): ExplainPorts {
    const { register, volumes, facts, periods, clock } = this;
    return { register, volumes, facts, periods, clock };
  }

  @Get(':id/explanation')
  async explain(@Param('id') id: string, @Query() query: unknown): Promise<ExplanationResponse> {
    const { limit, cursor, asKnownOn = null } = readParameters(ExplanationQuery, query);
    const [offset = '0'] = cursorParts(cursor, [/^\d{1,9}$/]) ?? [];
    const explained = await explainFigure({ id, limit: limit === undefined ? MAX_PAGE : Number(limit), offset: Number(offset), asKnownOn }, this.ports());
    if (explained.ok) {
      const { next, ...explanation } = explained.value;
      return { ...explanation, next: next === null ? null : cursorText([String(next)]) };
    }
    if (explained.error.kind === 'not-yet-known') throw notYetKnown();
    const then = asKnownOn === null ? 'there is no such figure' : 'there was no such figure then';
    throw new HttpProblem('NOT_FOUND', `${then}; hemtag figures --format json shows the ids`);
  }
}
