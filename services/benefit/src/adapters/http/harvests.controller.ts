import {
  ACTOR_HEADER,
  HarvestBody,
  KnownTenantParameters,
  TenantParameter as TenantQuery,
  type HarvestAnswer,
  type HarvestResponse,
  type HarvestsResponse,
} from '@hemtag/contracts';
import { formatAmount, rational, unreachable } from '@hemtag/kernel';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import type { ConfirmationStore, StoredHarvest } from '../../application/confirmation-ports.js';
import { harvestBenefit, type HarvestRefusal } from '../../application/harvest-benefit.js';
import type { RegisterStore } from '../../application/ports.js';
import { requireTenant } from './require-tenant.js';
import { CONFIRMATION_STORE, REGISTER_STORE } from '../../tokens.js';
import { noMonth, noTenant } from './refusals.js';
import { signingName } from './signing.js';

/** Lines that are named in a refusal; the register shows all of them. */
const MAX_NAMED = 20;

const answerOf = ({ initiative, benefit, planLine, month, amount, unit, actor, at }: StoredHarvest): HarvestAnswer => ({
  line: `${initiative}/${benefit}/${planLine}`,
  month,
  amount: formatAmount(amount),
  unit,
  harvestedBy: actor,
  harvestedAt: new Date(at).toISOString(),
});

function unknownLine(known: readonly string[]): string {
  if (known.length === 0) return 'no benefit of this tenant has a plan line; add one under `plan` in its manifest';
  const more = known.length > MAX_NAMED ? ` and ${known.length - MAX_NAMED} more` : '';
  return `no such plan line; there are ${known.slice(0, MAX_NAMED).join(', ')}${more}`;
}

function problemOf(refusal: HarvestRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'unknown-tenant':
      return noTenant();
    case 'no-month':
      return noMonth();
    case 'no-money':
      return new HttpProblem('NO_AMOUNT', 'the amounts of this benefit are no money, so nothing of it can be taken out of a budget', { pointer: '/line' });
    case 'unknown-line':
      return new HttpProblem('NOT_FOUND', unknownLine(refusal.known), { pointer: '/line' });
    default:
      return unreachable(refusal);
  }
}

/** `GET` and `POST /v1/harvests`. */
@Controller('v1/harvests')
export class HarvestsController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(CONFIRMATION_STORE) private readonly confirmations: ConfirmationStore,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<HarvestsResponse> {
    const { tenant, asKnownOn = null } = readParameters(KnownTenantParameters, query);
    await requireTenant(this.register, tenant);
    return { tenant, harvests: (await this.confirmations.harvests(tenant, asKnownOn)).map(answerOf) };
  }

  @Post()
  @HttpCode(200)
  async harvest(@Query() query: unknown, @Body() body: unknown, @Headers(ACTOR_HEADER) header?: string): Promise<HarvestResponse> {
    const { tenant } = readParameters(TenantQuery, query);
    const { line, month, amount } = readParameters(HarvestBody, body);
    const request = { tenant, line, month, amount: rational(amount), actor: signingName(header) };
    const done = await harvestBenefit(request, { register: this.register, confirmations: this.confirmations });
    if (!done.ok) throw problemOf(done.error);
    const { stored, harvested, planned, warnings } = done.value;
    return { tenant, ...answerOf(stored), harvested: formatAmount(harvested), planned: formatAmount(planned), warnings };
  }
}
