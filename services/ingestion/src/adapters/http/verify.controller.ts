import { Readable } from 'node:stream';

import { Controller, Get, Inject, Query, StreamableFile } from '@nestjs/common';
import { HttpProblem, readParameters } from '@hemtag/platform-http';
import { z } from 'zod';

import { verifyLedger, type VerifyPorts } from '../../application/verify-ledger.js';

import { VERIFY_PORTS } from './tokens.js';

export interface VerifyApiPorts extends VerifyPorts {
  /** The answer has begun by then, so nobody else says why it ended. */
  readonly onFailed: (error: unknown) => void;
}

const VerifyQuery = z.strictObject({ tenant: z.string().min(1).optional() });

// Whoever stands between gives up on an answer of which nothing comes for a minute.
const SIGN_OF_LIFE_MS = 5_000;

/** Blanks while the answer is being worked out: JSON may begin with them. A failure cuts the answer off. */
async function* patientJson(answer: Promise<unknown>): AsyncGenerator<string> {
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    const waited = new Promise<null>((resolve) => {
      timer = setTimeout(() => resolve(null), SIGN_OF_LIFE_MS);
    });
    const ready = await Promise.race([answer.then((value) => ({ value })), waited]).finally(() => clearTimeout(timer));
    if (ready) {
      yield JSON.stringify(ready.value);
      return;
    }
    yield ' ';
  }
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
    const answer = verifyLedger(tenant, this.ports).finally(() => {
      this.isRunning = false;
    });
    answer.catch(this.ports.onFailed);
    return new StreamableFile(Readable.from(patientJson(answer)), { type: 'application/json' });
  }
}
