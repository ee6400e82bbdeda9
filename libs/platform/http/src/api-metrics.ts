import type { LabelsOf } from '@hemtag/metric-catalog';
import type { Metrics } from '@hemtag/platform-observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

type Labels = LabelsOf<'hemtag_api_request_duration_seconds'>;

/** What a request to an address of the API is for; null for what is none, as the health of a service. */
export function apiRouteOf(method: string, path: string): Labels['route'] | null {
  if (!path.startsWith('/v1/')) return null;
  if (path.startsWith('/v1/verify')) return 'verify';
  return method === 'GET' || method === 'HEAD' ? 'read' : 'change';
}

export function statusClassOf(status: number): Labels['status'] {
  if (status >= 500) return '5xx';
  if (status >= 400) return '4xx';
  return status >= 300 ? '3xx' : '2xx';
}

/** Measures requests of the API of a service behind the gateway, whatever their end was. */
export function measureApi(app: NestFastifyApplication, metrics: Metrics): void {
  const duration = metrics.histogram('hemtag_api_request_duration_seconds');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const route = apiRouteOf(request.method, request.url);
      if (route !== null) duration.observe({ route, status: statusClassOf(reply.statusCode) }, reply.elapsedTime / 1000);
      done();
    });
}
