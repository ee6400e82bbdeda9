import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { Logger } from '@hemtag/platform-observability';
import type { FastifyReply } from 'fastify';

import { HttpProblem } from './http-problem.js';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

function clientStatusOf(error: unknown): number | null {
  const status = error instanceof HttpException ? error.getStatus() : (error as { readonly statusCode?: unknown } | null)?.statusCode;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : null;
}

/** Errors of the framework become the closed codes; what they say is not passed on, because it may repeat what was sent. */
function problemOf(error: unknown): HttpProblem | null {
  if (error instanceof HttpProblem) return error;
  const status = clientStatusOf(error);
  switch (status) {
    case null:
      return null;
    case 404:
      return new HttpProblem('NOT_FOUND', 'there is nothing at this address');
    case 405:
      return new HttpProblem('METHOD_NOT_ALLOWED', 'this address does not take this method');
    case 413:
      return new HttpProblem('BODY_TOO_LARGE', 'the body is larger than this address takes');
    case 415:
      return new HttpProblem('UNSUPPORTED_MEDIA_TYPE', 'this address does not take bodies of this content type');
    case 429:
      return new HttpProblem('RATE_LIMITED', 'too many requests', { headers: { 'retry-after': '1' } });
    default:
      return new HttpProblem('INVALID_REQUEST', 'the request cannot be read', { status });
  }
}

/** Answers every error as problem+json. What nobody expected is logged and answered with 500 without its inside. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly logger: Pick<Logger, 'error'>) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    let problem = problemOf(error);
    if (problem === null) {
      this.logger.error({ error, route: reply.request.routeOptions.url ?? 'none' }, 'http.request_failed');
      problem = new HttpProblem('INTERNAL_ERROR', 'the request could not be handled; the service has logged why');
    }
    sendProblem(reply, problem);
  }
}

export function sendProblem(reply: FastifyReply, { problem, headers }: HttpProblem): void {
  if (reply.sent) return;
  // The serialised text, because Fastify would add a charset to an object's media type.
  void reply
    .code(problem.status)
    .headers({ ...headers })
    .type(PROBLEM_MEDIA_TYPE)
    .send(Buffer.from(JSON.stringify(problem)));
}
