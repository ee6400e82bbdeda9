import {
  ACTOR_HEADER, ConfirmationsParameters as ListQuery, ConfirmBody, ReviewBody, type ConfirmationAnswer, type ConfirmationsResponse,
} from '@hemtag/contracts'; // prettier-ignore
import { formatAmount, rational, unreachable, type Clock } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { confirmFigure, reviewFigure, type ConfirmRefusal, type ReviewRefusal } from '../../application/confirm-figure.js';
import type { ConfirmationStore, StoredConfirmation } from '../../application/confirmation-ports.js';
import type { PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { requireTenant } from './require-tenant.js';
import { CLOCK, CONFIRMATION_STORE, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import { signingName } from './signing.js';

function answerOf(stored: StoredConfirmation): ConfirmationAnswer {
  const { figureId, initiative, benefit, month, unit, comment, cause, action, due, review } = stored;
  return {
    figure: figureId, initiative, benefit, month, amount: formatAmount(stored.amount), unit, ofGross: formatAmount(stored.ofGross), comment, cause, action, due,
    confirmedBy: stored.actor,
    confirmedAt: new Date(stored.at).toISOString(),
    reviewedBy: review?.actor ?? null,
    reviewedAt: review && new Date(review.at).toISOString(),
  }; // prettier-ignore
}

function problemOf(refusal: ConfirmRefusal | ReviewRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'unknown-figure':
      return new HttpProblem('NOT_FOUND', 'no such figure; hemtag figures --format json shows the ids', { pointer: '/figure' });
    case 'adjustment':
      return new HttpProblem('NO_AMOUNT', 'an adjustment is not confirmed: confirm the figure of its original month', { pointer: '/figure' });
    case 'no-amount':
      return new HttpProblem('NO_AMOUNT', 'the figure has no amount that could be confirmed; its reason says why', { pointer: '/figure' });
    case 'not-confirmed':
      return new HttpProblem('NOT_CONFIRMED', 'the figure has no confirmation to be reviewed', { pointer: '/figure' });
    case 'four-eyes':
      return new HttpProblem('FOUR_EYES', 'a figure is reviewed by another person than the one who confirmed it');
    default:
      return unreachable(refusal);
  }
}

/** `GET` and `POST /v1/confirmations`, `POST /v1/confirmations/review`. */
@Controller('v1/confirmations')
export class ConfirmationsController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(CONFIRMATION_STORE) private readonly confirmations: ConfirmationStore,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<ConfirmationsResponse> {
    const { tenant, month = null, asKnownOn = null } = readParameters(ListQuery, query);
    await requireTenant(this.register, tenant);
    return { tenant, confirmations: (await this.confirmations.confirmations(tenant, { month, figureId: null, asKnownOn })).map(answerOf) };
  }

  @Post()
  @HttpCode(200)
  async confirm(@Body() body: unknown, @Headers(ACTOR_HEADER) header?: string): Promise<ConfirmationAnswer> {
    const { figure, amount, comment = null, cause = null, action = null, due = null } = readParameters(ConfirmBody, body);
    const actor = signingName(header);
    const { register, volumes, periods, confirmations, clock } = this;
    const said = { figureId: figure, amount: rational(amount), comment, cause, action, due, actor };
    const confirmed = await confirmFigure(said, { register, volumes, periods, confirmations, clock });
    if (!confirmed.ok) throw problemOf(confirmed.error);
    return answerOf(confirmed.value);
  }

  @Post('review')
  @HttpCode(200)
  async review(@Body() body: unknown, @Headers(ACTOR_HEADER) header?: string): Promise<ConfirmationAnswer> {
    const { figure } = readParameters(ReviewBody, body);
    const reviewed = await reviewFigure({ figureId: figure, actor: signingName(header) }, this.confirmations);
    if (!reviewed.ok) throw problemOf(reviewed.error);
    return answerOf(reviewed.value);
  }
}
