import { Controller, Get, Inject, Query, type OnModuleDestroy } from '@nestjs/common';
import type { WaitResponse } from '@hemtag/contracts';
import { HttpProblem } from '@hemtag/platform-http';

import { WaitForFigures } from '../../application/wait-for-figures.js';

const MAX_TIMEOUT_SECONDS = 25;

function timeoutMsOf(text: string | undefined): number {
  if (text === undefined || text === '') return MAX_TIMEOUT_SECONDS * 1000;
  if (!/^\d{1,6}$/.test(text)) throw new HttpProblem('INVALID_REQUEST', 'timeoutSeconds must be a whole number', { pointer: '/timeoutSeconds' });
  return Math.min(Number(text), MAX_TIMEOUT_SECONDS) * 1000;
}

@Controller('v1/wait')
export class WaitController implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(@Inject(WaitForFigures) private readonly figures: WaitForFigures) {}

  /** Before the server closes: who waits gets an answer now and asks again, elsewhere or later. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  @Get()
  async wait(@Query('until') until?: string | string[], @Query('timeoutSeconds') timeoutSeconds?: string | string[]): Promise<WaitResponse> {
    if (Array.isArray(until) || Array.isArray(timeoutSeconds)) throw new HttpProblem('INVALID_REQUEST', 'each parameter may stand once');
    const answer = await this.figures.wait({ until: until ? until : null, timeoutMs: timeoutMsOf(timeoutSeconds), signal: this.stopping.signal });
    switch (answer.kind) {
      case 'answer':
        return answer.response;
      case 'invalid-until':
        throw new HttpProblem('INVALID_REQUEST', 'until must be the text that an earlier answer gave', { pointer: '/until' });
      case 'not-ready':
        throw new HttpProblem('NOT_READY', 'the state of the pipeline cannot be read now', { headers: { 'retry-after': '1' } });
    }
  }
}
