import { Readable } from 'node:stream';

import { VerifyQuery } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { HttpProblem, patientJson, readParameters } from '@hemtag/platform-http';
import type { FollowVerification } from '@hemtag/platform-observability';
import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { verifyFigures } from '../../application/verify-figures.js';
import type { Digest, PeriodStore } from '../../application/period-ports.js';
import type { RegisterStore, VolumeFacts, VolumeStore } from '../../application/ports.js';
import type { ProjectionStore } from '../../application/projection-ports.js';
import {
  CLOCK,
  DIGEST,
  FOLLOW_VERIFICATION,
  PERIOD_STORE,
  PUBLISHED_FIGURES,
  REGISTER_STORE,
  VERIFY_FAILED,
  VOLUME_FACTS,
  VOLUME_STORE,
} from '../../tokens.js';
import { requireTenant } from './require-tenant.js';

/** `GET /v1/verify/figures`: one at a time, because it evaluates every figure. */
@Controller('v1/verify/figures')
export class VerifyController {
  private isRunning = false;

  constructor(
    @Inject(REGISTER_STORE) private readonly register: RegisterStore,
    @Inject(VOLUME_STORE) private readonly volumes: VolumeStore,
    @Inject(VOLUME_FACTS) private readonly facts: VolumeFacts,
    @Inject(PERIOD_STORE) private readonly periods: PeriodStore,
    @Inject(PUBLISHED_FIGURES) private readonly published: ProjectionStore,
    @Inject(DIGEST) private readonly digest: Digest,
    @Inject(CLOCK) private readonly clock: Clock,
    /** The answer has begun by then, so nobody else says why it ended. */
    @Inject(VERIFY_FAILED) private readonly onFailed: (error: unknown) => void,
    @Inject(FOLLOW_VERIFICATION) private readonly follow: FollowVerification,
  ) {}

  @Get()
  async verify(@Query() query: unknown): Promise<StreamableFile> {
    const { tenant = null } = readParameters(VerifyQuery, query);
    if (tenant !== null) await requireTenant(this.register, tenant);
    if (this.isRunning)
      throw new HttpProblem('RATE_LIMITED', 'the figures are being verified already; ask again when that is done', { headers: { 'retry-after': '30' } });
    this.isRunning = true;
    const { register, volumes, facts, periods, published, digest, clock } = this;
    const answer = this.follow(verifyFigures(tenant, { register, volumes, facts, periods, published, digest, clock })).finally(() => {
      this.isRunning = false;
    });
    answer.catch(this.onFailed);
    return new StreamableFile(Readable.from(patientJson(answer)), { type: 'application/json' });
  }
}
