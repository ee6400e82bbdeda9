import { ACTOR_HEADER, type ApplyResponse, type RegisterResponse } from '@hemtag/contracts';
import { actingName, HttpProblem, readParameters } from '@hemtag/platform-http';
import type { Metrics } from '@hemtag/platform-observability';
import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { z } from 'zod';
import { applyManifests } from '../../application/apply-manifests.js';
import { readRegister } from '../../application/read-register.js';
import type { ManifestReader, RegisterStore } from '../../application/ports.js';
import { MANIFEST_READER, METRICS_HANDLE, REGISTER_STORE } from '../../tokens.js';

const ApplyBody = z.strictObject({
  files: z
    .array(z.strictObject({ name: z.string().max(1000), content: z.string() }))
    .min(1)
    .max(1000),
});
const ApplyQuery = z.strictObject({ dryRun: z.enum(['true', 'false']).default('false') });
const Kinds = z.strictObject({ kind: z.enum(['tenant', 'source', 'rate', 'initiative']) });
const RegisterQueryText = z.strictObject({ tenant: z.string().min(1).optional(), name: z.string().min(1).optional() });

const KIND_OF = { tenant: 'Tenant', source: 'Source', rate: 'Rate', initiative: 'Initiative' } as const;

/** `POST /v1/manifests` and `GET /v1/register/{kind}`. */
@Controller('v1')
export class RegisterController {
  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(MANIFEST_READER) private readonly readManifests: ManifestReader,
    @Inject(METRICS_HANDLE) private readonly metrics: Metrics,
  ) {}

  @Post('manifests')
  @HttpCode(200)
  async apply(@Body() body: unknown, @Query() query: unknown, @Headers(ACTOR_HEADER) actor?: string): Promise<ApplyResponse> {
    const { files } = readParameters(ApplyBody, body);
    const dryRun = readParameters(ApplyQuery, query).dryRun === 'true';
    const applied = await applyManifests({ files, actor: actingName(actor), dryRun }, { register: this.register, readManifests: this.readManifests });
    if (!applied.ok) {
      throw new HttpProblem('INVALID_MANIFEST', `${applied.error.length} fault(s), nothing was applied`, { errors: applied.error });
    }
    const counter = this.metrics.counter('hemtag_benefit_manifests_applied_total');
    if (!dryRun) for (const { result } of applied.value.objects) counter.add({ result });
    return applied.value;
  }

  @Get('register/:kind')
  async get(@Param() parameters: unknown, @Query() query: unknown): Promise<RegisterResponse> {
    const { kind } = readParameters(Kinds, parameters);
    const { tenant = null, name = null } = readParameters(RegisterQueryText, query);
    return readRegister({ kind: KIND_OF[kind], tenant, name }, this.register);
  }
}
