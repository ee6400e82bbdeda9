import {
  ACTOR_HEADER, KeptFiguresParameters as KeptQuery, KnownTenantParameters, MonthParameter as MonthOnly, PeriodStepBody as StepBody, PeriodStepParameters as MonthAndStep, TenantParameter as TenantQuery,
  type KeptFiguresResponse, type Period, type PeriodsResponse, type PeriodStepResponse,
} from '@hemtag/contracts'; // prettier-ignore
import { unreachable } from '@hemtag/kernel';
import type { Clock } from '@hemtag/kernel';
import type { PeriodStep } from '@hemtag/benefit';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import type { Metrics } from '@hemtag/platform-observability';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { AwaitUsage } from '../../application/await-usage.js';
import type { Digest, PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeStore } from '../../application/ports.js';
import { periodOf, readKeptFigures, readPeriods } from '../../application/read-periods.js';
import { approvePeriod, type ApproveRefusal } from '../../application/approve-period.js';
import type { ConfirmationStore } from '../../application/confirmation-ports.js';
import { stepPeriod, type StepRefusal } from '../../application/step-period.js';
import { requireTenant } from './require-tenant.js';
import { AWAIT_USAGE, CLOCK, CONFIRMATION_STORE, DIGEST, METRICS_HANDLE, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';
import { noMonth, noTenant } from './refusals.js';
import { signingName } from './signing.js';

const STATE_WORDS = { OPEN: 'open', PRELIMINARY: 'preliminary', CLOSED: 'closed', REOPENED: 'open again' } as const;
const STEP_WORDS: Readonly<Record<PeriodStep, string>> = {
  preliminary: 'only an open or reopened month is set preliminary',
  close: 'a month is set preliminary before it is closed',
  reopen: 'only a closed month is reopened',
};
const FOUR_EYES: Readonly<Record<PeriodStep, string>> = {
  preliminary: 'another person has to do this',
  close: 'a month is closed by another person than the one who set it preliminary',
  reopen: 'a month is reopened by another person than the one who closed it',
};

const notReady = (why: string): HttpProblem => new HttpProblem('NOT_READY', `${why}; nothing was kept`, { headers: { 'retry-after': '5' } });

function problemOf(refusal: StepRefusal, step: PeriodStep): HttpProblem {
  switch (refusal.kind) {
    case 'unknown-tenant':
      return noTenant();
    case 'no-month':
      return noMonth();
    case 'wrong-state':
      return new HttpProblem('PERIOD_STATE', `the month is ${STATE_WORDS[refusal.state]}: ${STEP_WORDS[step]}`, { pointer: '/month' });
    case 'not-ended':
      return new HttpProblem('PERIOD_NOT_ENDED', 'the month has not ended yet', { pointer: '/month' });
    case 'earlier-not-closed':
      return new HttpProblem('PERIOD_ORDER', `${refusal.month} has to be closed first`, { pointer: '/month' });
    case 'four-eyes':
      return new HttpProblem('FOUR_EYES', FOUR_EYES[step]);
    case 'reason-missing':
      return new HttpProblem('INVALID_REQUEST', 'say why the month is reopened: --reason TEXT', { pointer: '/reason' });
    case 'busy':
      return notReady('other steps of this tenant, or readers of usage that take over, come in between all the time');
    case 'clock-behind':
      return notReady("the database's clock stands before the last step");
    case 'usage-unknown':
      return notReady('the log cannot be asked now whether it has usage that is not stored yet');
    case 'usage-on-the-way':
      return notReady(
        refusal.events > 0
          ? `the log has ${refusal.events} events that are not stored yet: come back when hemtag wait is done; hemtag sources status shows what is held`
          : `${refusal.volumes} volumes of stored events are not counted yet: come back when hemtag wait is done`,
      );
    default:
      return unreachable(refusal);
  }
}

function approvalProblem(refusal: ApproveRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'no-month':
      return noMonth();
    case 'nothing-kept':
      return new HttpProblem('PERIOD_STATE', 'a month is approved while it is preliminary or closed', { pointer: '/month' });
    case 'four-eyes':
      return new HttpProblem('FOUR_EYES', 'a month is approved by another person than those who confirmed its figures');
    default:
      return unreachable(refusal);
  }
}

/** `GET /v1/periods`, `POST /v1/periods/{month}/preliminary|close|reopen|approve`, `GET /v1/periods/{month}/figures`. */
@Controller('v1/periods')
export class PeriodsController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(CONFIRMATION_STORE) private readonly confirmations: ConfirmationStore,
    @Inject(DIGEST) private readonly digest: Digest,
    @Inject(METRICS_HANDLE) private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(AWAIT_USAGE) private readonly awaitUsage: AwaitUsage,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<PeriodsResponse> {
    const { tenant, asKnownOn = null } = readParameters(KnownTenantParameters, query);
    await requireTenant(this.register, tenant);
    return readPeriods({ tenant, asKnownOn }, this.periods);
  }

  @Get(':month/figures')
  async kept(@Param() parameters: unknown, @Query() query: unknown): Promise<KeptFiguresResponse> {
    const { month } = readParameters(MonthOnly, parameters);
    const { tenant, version, state = null, exact } = readParameters(KeptQuery, query);
    const asked = { tenant, month, version: version === undefined ? null : Number(version), state, isExact: exact === 'true' };
    const kept = await readKeptFigures(asked, this.periods);
    if (kept.ok) return kept.value;
    if (kept.error.kind === 'no-month') throw noMonth();
    throw new HttpProblem('NOT_FOUND', 'nothing is kept of this month in this version; hemtag period list shows what is', { pointer: '/month' });
  }

  @Post(':month/approve')
  @HttpCode(200)
  async approve(@Param() parameters: unknown, @Query() query: unknown, @Headers(ACTOR_HEADER) header?: string): Promise<Period> {
    const { month } = readParameters(MonthOnly, parameters);
    const { tenant } = readParameters(TenantQuery, query);
    const { periods, confirmations } = this;
    const approved = await approvePeriod({ tenant, month, actor: signingName(header) }, { periods, confirmations });
    if (!approved.ok) throw approvalProblem(approved.error);
    return periodOf(tenant, month, await periods.periodsOf(tenant, null));
  }

  @Post(':month/:step')
  @HttpCode(200)
  async step(
    @Param() parameters: unknown,
    @Query() query: unknown,
    @Body() body: unknown,
    @Headers(ACTOR_HEADER) header?: string,
  ): Promise<PeriodStepResponse> {
    const { month, step } = readParameters(MonthAndStep, parameters);
    const { tenant } = readParameters(TenantQuery, query);
    const { reason = null } = readParameters(StepBody, body ?? {});
    const actor = signingName(header);
    const { register, volumes, periods, digest, clock, awaitUsage } = this;
    const done = await stepPeriod({ tenant, month, step, actor, reason }, { register, volumes, periods, digest, clock, awaitUsage });
    if (!done.ok) throw problemOf(done.error, step);
    this.metrics.counter('hemtag_benefit_period_steps_total').add({ step });
    return { ...periodOf(tenant, month, await periods.periodsOf(tenant, null)), keptFigures: done.value.keptFigures };
  }
}
