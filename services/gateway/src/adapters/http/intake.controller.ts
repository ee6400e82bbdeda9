import { Controller, HttpCode, Inject, Post, Req } from '@nestjs/common';
import { parseHttpMessage, traceparentOf, type IntakeResult } from '@hemtag/contracts';
import { HttpProblem, problemOfFault, statusOf } from '@hemtag/platform-http';
import type { Tracing } from '@hemtag/platform-observability';
import type { FastifyRequest } from 'fastify';

import { AcceptEvents, type IntakeAnswer } from '../../application/accept-events.js';
import { httpMessage } from './http-message.js';

export const BEGIN_SPAN = Symbol('begin a span');

const RETRY_AFTER_SECONDS = 2;

@Controller('v1/events')
export class IntakeController {
  constructor(
    @Inject(AcceptEvents) private readonly events: AcceptEvents,
    @Inject(BEGIN_SPAN) private readonly begin: Tracing['begin'],
  ) {}

  private async accept(request: FastifyRequest): Promise<IntakeAnswer> {
    const cause = this.begin && traceparentOf(request.headers);
    const span = this.begin?.('gateway intake', { kind: 'server', causes: cause ? [cause] : [] });
    try {
      return await this.events.accept(parseHttpMessage(httpMessage(request)), span?.traceparent);
    } finally {
      span?.end();
    }
  }

  @Post()
  @HttpCode(202)
  async post(@Req() request: FastifyRequest): Promise<IntakeResult> {
    const answer = await this.accept(request);
    switch (answer.kind) {
      case 'accepted':
        return answer.result;
      case 'refused':
        throw problemOfFault(answer.fault, { status: answer.about === 'event' ? 422 : statusOf(answer.fault.code) });
      case 'rate-limited':
        throw new HttpProblem('RATE_LIMITED', 'the source sends more events a second than it may; nothing of this request was taken', {
          headers: { 'retry-after': String(answer.retryAfterSeconds) },
        });
      case 'not-ready':
        throw new HttpProblem('NOT_READY', 'the events could not be stored now; send the same request again', {
          headers: { 'retry-after': String(RETRY_AFTER_SECONDS) },
        });
    }
  }
}
