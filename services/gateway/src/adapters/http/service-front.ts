import httpProxy from '@fastify/http-proxy';
import { ACTOR_HEADER } from '@hemtag/contracts';
import { HttpProblem, sendProblem } from '@hemtag/platform-http';
import type { Logger } from '@hemtag/platform-observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const LOOPBACK = /^(localhost|::1|127(\.\d{1,3}){3})$/;

export interface ServiceFrontOptions {
  /** Where each service listens, and which addresses are its own. */
  readonly upstreams: readonly { readonly url: string; readonly prefixes: readonly string[] }[];
  /** Where the gateway itself listens: an actor's name is believed on loopback only. */
  readonly host: string;
  readonly logger: Pick<Logger, 'warn'>;
}

/** The gateway is the one public entry: what the services behind it answer passes through as it is. */
export async function useServiceFront(app: NestFastifyApplication, { upstreams, host, logger }: ServiceFrontOptions): Promise<void> {
  const believesActor = LOOPBACK.test(host);
  await app
    .getHttpAdapter()
    .getInstance()
    .register(async (scope) => {
      // Bodies pass through as streams, so the parser of the intake must not read them.
      scope.removeAllContentTypeParsers();
      for (const { upstream, prefix } of upstreams.flatMap(({ url, prefixes }) => prefixes.map((prefix) => ({ upstream: url, prefix })))) {
        await scope.register(httpProxy, {
          upstream,
          prefix,
          rewritePrefix: prefix,
          httpMethods: ['GET', 'HEAD', 'POST'],
          // A service that says it is not ready is passed on as such; asking again is the client's decision.
          retryMethods: [],
          undici: { connections: 32, connect: { timeout: 2_000 }, headersTimeout: 60_000, bodyTimeout: 60_000 },
          replyOptions: {
            rewriteRequestHeaders: (_request, headers) => {
              const { [ACTOR_HEADER]: actor, ...others } = headers;
              return believesActor && actor !== undefined ? headers : others;
            },
            onError: (reply, { error }) => {
              logger.warn({ error, prefix }, 'gateway.service_not_reached');
              sendProblem(
                reply as Parameters<typeof sendProblem>[0],
                new HttpProblem('NOT_READY', 'the service behind this address does not answer now', { headers: { 'retry-after': '1' } }),
              );
            },
          },
        });
      }
    });
}
