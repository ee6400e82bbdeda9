import { Controller, Get, Inject, Query, type OnModuleDestroy } from '@nestjs/common';
import { WaitParameters, type WaitResponse } from '@hemtag/contracts';
import { HttpProblem, readParameters } from '@hemtag/platform-http';

import { WaitForFigures } from '../../application/wait-for-figures.js';

const MAX_TIMEOUT_SECONDS = 25;

const timeoutMsOf = (text: string | undefined): number => (text ? Math.min(Number(text), MAX_TIMEOUT_SECONDS) : MAX_TIMEOUT_SECONDS) * 1000;

@Controller('v1/wait')
export class WaitController implements OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(@Inject(WaitForFigures) private readonly figures: WaitForFigures) {}

  /** Before the server closes: who waits gets an answer now and asks again, elsewhere or later. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  @Get()
  async wait(@Query() query: unknown): Promise<WaitResponse> {
    const { until, timeoutSeconds } = readParameters(WaitParameters, query);
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
