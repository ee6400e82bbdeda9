import {
  ACTOR_HEADER, ApplyBody, ApplyParameters, RegisterKindParameter, RegisterObjectParameters, RegisterParameters, RetireBody, type AppliedObject, type ApplyResponse, type RegisterResponse,
} from '@hemtag/contracts'; // prettier-ignore
import { unreachable, type Clock } from '@hemtag/kernel';
import { actingName, cursorParts, cursorText, HttpProblem, readParameters } from '@hemtag/platform-http';
import type { Metrics } from '@hemtag/platform-observability';
import type { RetireRefusal } from '@hemtag/register';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { applyManifests } from '../../application/apply-manifests.js';
import { readRegister } from '../../application/read-register.js';
import { retireObject } from '../../application/retire-object.js';
import type { PeriodStore } from '../../application/period-ports.js';
import type { ManifestReader, RegisterStore, VolumeStore } from '../../application/ports.js';
import { CLOCK, MANIFEST_READER, METRICS_HANDLE, PERIOD_STORE, REGISTER_STORE, VOLUME_STORE } from '../../tokens.js';

function refusalOf(refusal: RetireRefusal): HttpProblem {
  switch (refusal.kind) {
    case 'not-registered':
      return new HttpProblem('NOT_FOUND', 'no such object is registered; hemtag get lists them', { pointer: '/name' });
    case 'in-use':
      return new HttpProblem('IN_USE', `${refusal.uses.length} use(s) go on, nothing was changed`, { errors: refusal.uses.map((detail) => ({ detail })) });
    default:
      return unreachable(refusal);
  }
}

const KIND_OF = { tenant: 'Tenant', source: 'Source', rate: 'Rate', initiative: 'Initiative', 'report-plan': 'ReportPlan' } as const;

/** `POST /v1/manifests` and `GET /v1/register/{kind}`. */
@Controller('v1')
export class RegisterController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(MANIFEST_READER) private readonly readManifests: ManifestReader,
    @Inject(METRICS_HANDLE) private readonly metrics: Metrics,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
  ) {}

  @Post('manifests')
  @HttpCode(200)
  async apply(@Body() body: unknown, @Query() query: unknown, @Headers(ACTOR_HEADER) actor?: string): Promise<ApplyResponse> {
    const { files } = readParameters(ApplyBody, body);
    const dryRun = readParameters(ApplyParameters, query).dryRun === 'true';
    const applied = await applyManifests(
      { files, actor: actingName(actor), dryRun },
      {
        register: this.register,
        readManifests: this.readManifests,
        volumes: this.volumes,
        periods: this.periods,
        clock: this.clock,
      },
    );
    if (!applied.ok) {
      throw new HttpProblem('INVALID_MANIFEST', `${applied.error.length} fault(s), nothing was applied`, { errors: applied.error });
    }
    const counter = this.metrics.counter('hemtag_benefit_manifests_applied_total');
    if (!dryRun) for (const { result } of applied.value.objects) counter.add({ result });
    return applied.value;
  }

  @Get('register/:kind')
  async get(@Param() parameters: unknown, @Query() query: unknown): Promise<RegisterResponse> {
    const { kind } = readParameters(RegisterKindParameter, parameters);
    const { tenant = null, name = null, limit, cursor, asKnownOn = null } = readParameters(RegisterParameters, query);
    const [afterTenant = '', afterName] = cursorParts(cursor, [/^.{0,100}$/s, /^.{1,100}$/s]) ?? [];
    const after = afterName === undefined ? null : { tenant: afterTenant, name: afterName };
    const page = { after, limit: limit === undefined ? null : Number(limit), asKnownOn };
    const { objects, next } = await readRegister({ kind: KIND_OF[kind], tenant, name, ...page }, { register: this.register, clock: this.clock });
    return { objects, next: next && cursorText([next.tenant, next.name]) };
  }

  @Post('register/:kind/:name/retirement')
  @HttpCode(200)
  async retire(@Param() parameters: unknown, @Body() body: unknown, @Headers(ACTOR_HEADER) actor?: string): Promise<AppliedObject> {
    const { kind, name } = readParameters(RegisterObjectParameters, parameters);
    const { tenant = null, from, reason } = readParameters(RetireBody, body);
    const retired = await retireObject({ kind: KIND_OF[kind], tenant, name, from, reason, actor: actingName(actor) }, { register: this.register });
    if (!retired.ok) throw refusalOf(retired.error);
    return retired.value;
  }
}
