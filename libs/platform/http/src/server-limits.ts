import type { NestFastifyApplication } from '@nestjs/platform-fastify';

export interface ServerLimits {
  /** From the first byte of a request to the end of its headers. */
  readonly headersTimeoutMs: number;
  /** From the first byte of a request to its last one. */
  readonly requestTimeoutMs: number;
  /** Open connections at most; further ones are closed at once. */
  readonly maxConnections: number;
}

const DEFAULTS: ServerLimits = { headersTimeoutMs: 10_000, requestTimeoutMs: 30_000, maxConnections: 10_000 };

/** Bounds what a slow or idle client can hold. Node looks for late requests every 30 s, so a time-out may come that much later. */
export function useServerLimits(app: NestFastifyApplication, limits: Partial<ServerLimits> = {}): void {
  const { headersTimeoutMs, requestTimeoutMs, maxConnections } = { ...DEFAULTS, ...limits };
  const server = app.getHttpServer();
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;
  server.maxConnections = maxConnections;
}
