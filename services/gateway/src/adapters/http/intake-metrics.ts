import { METRICS, type LabelsOf } from '@hemtag/metric-catalog';
import { apiRouteOf } from '@hemtag/platform-http';
import type { Metrics } from '@hemtag/platform-observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const INTAKE_ROUTE = '/v1/events';
const WAIT_ROUTE = '/v1/wait';

type RequestLabels = LabelsOf<'hemtag_gateway_requests_total'>;

const STATUSES: readonly string[] = METRICS.hemtag_gateway_requests_total.labels.status;
const isStatus = (text: string): text is RequestLabels['status'] => STATUSES.includes(text);

const statusClass = (status: number): '2xx' | '4xx' | '5xx' => {
  if (status >= 500) return '5xx';
  return status >= 400 ? '4xx' : '2xx';
};

function routeOf({ method, path, status }: { readonly method: string; readonly path: string; readonly status: number }): RequestLabels['route'] {
  if (path === INTAKE_ROUTE) return 'intake';
  if (path === WAIT_ROUTE) return 'wait';
  if (path.startsWith('/health/')) return 'health';
  // Whatever somebody tries out is not the API.
  return status === 404 || status === 405 ? 'other' : (apiRouteOf(method, path) ?? 'other');
}

/** Counts every request, and measures those of the intake, whatever their end was. */
export function measureRequests(app: NestFastifyApplication, metrics: Metrics): void {
  const requests = metrics.counter('hemtag_gateway_requests_total');
  const duration = metrics.histogram('hemtag_gateway_request_duration_seconds');
  const size = metrics.histogram('hemtag_gateway_body_bytes');
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onResponse', (request, reply, done) => {
      const status = reply.statusCode;
      const path = request.url.split('?', 1)[0] ?? '';
      const route = routeOf({ method: request.method, path, status });
      const text = String(status);
      requests.add({ route, status: isStatus(text) ? text : 'other' });
      if (route === 'intake') {
        duration.observe({ status: statusClass(status) }, reply.elapsedTime / 1000);
        const length = Number(request.headers['content-length']);
        if (Number.isFinite(length)) size.observe({}, length);
      }
      done();
    });
}
