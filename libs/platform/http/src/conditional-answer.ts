import { createHash } from 'node:crypto';

import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { map, type Observable } from 'rxjs';

/** When an answer was made: it differs each time and says nothing about what the answer holds. */
const MOMENT = 'asKnownOn';

/** Weak, because answers with the same tag may name another moment at which they were made. */
function entityTag(answer: object): string {
  const { [MOMENT]: _, ...content } = answer as Readonly<Record<string, unknown>>;
  return `W/"${createHash('sha256').update(JSON.stringify(content)).digest('base64url')}"`;
}

const opaque = (tag: string): string => tag.trim().replace(/^W\//, '');

/** RFC 9110, 13.1.2: `*` and every listed tag, compared weakly. */
export const matchesTag = (header: string | undefined, tag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((given) => opaque(given) === opaque(tag)));

/** Gives an answer its `ETag` and answers 304 without a body to whoever has it already (`If-None-Match`). */
@Injectable()
export class ConditionalAnswer implements NestInterceptor<object, object | undefined> {
  intercept(context: ExecutionContext, next: CallHandler<object>): Observable<object | undefined> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    return next.handle().pipe(
      map((answer) => {
        const tag = entityTag(answer);
        // Stored copies have to be asked about, and belong to whoever asked.
        void reply.header('etag', tag).header('cache-control', 'private, no-cache');
        if (!matchesTag(request.headers['if-none-match'], tag)) return answer;
        void reply.code(304);
        return undefined;
      }),
    );
  }
}
