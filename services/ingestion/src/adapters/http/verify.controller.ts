import { Readable } from 'node:stream';

import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { VerifyQuery } from '@hemtag/contracts';
import { HttpProblem, patientJson, readParameters } from '@hemtag/platform-http';
import type { FollowVerification } from '@hemtag/platform-observability';

import { verifyLedger, type VerifyPorts } from '../../application/verify-ledger.js';

import { VERIFY_PORTS } from './tokens.js';

export interface VerifyApiPorts extends VerifyPorts {
  /** The answer has begun by then, so nobody else says why it ended. */
  readonly onFailed: (error: unknown) => void;
  readonly follow: FollowVerification;
}

/** `GET /v1/verify`: one at a time, because it reads the whole ledger. */
@Controller('v1/verify')
export class VerifyController {
  private isRunning = false;

  constructor(@Inject(VERIFY_PORTS) private readonly ports: VerifyApiPorts) {}

  @Get()
  verify(@Query() query: unknown): StreamableFile {
    const { tenant = null } = readParameters(VerifyQuery, query);
    if (this.isRunning)
      throw new HttpProblem('RATE_LIMITED', 'the ledger is being verified already; ask again when that is done', { headers: { 'retry-after': '30' } });
    this.isRunning = true;
    const answer = this.ports.follow(verifyLedger(tenant, this.ports)).finally(() => {
      this.isRunning = false;
    });
    answer.catch(this.ports.onFailed);
    return new StreamableFile(Readable.from(patientJson(answer)), { type: 'application/json' });
  }
}
