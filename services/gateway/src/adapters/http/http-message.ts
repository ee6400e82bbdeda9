import type { HttpMessage } from '@hemtag/contracts';
import type { FastifyRequest } from 'fastify';

/** The request as its bytes: the raw body parser leaves a Buffer, or nothing where no body came. */
export const httpMessage = (request: FastifyRequest): HttpMessage => ({
  rawHeaders: request.raw.rawHeaders,
  body: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
});
