import type { HistogramHandle } from '@hemtag/platform-observability';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const INTAKE_ROUTE = '/v1/events';

const statusClass = (status: number): '2xx' | '4xx' | '5xx' => {
  if (status >= 500) return '5xx';
  return status >= 400 ? '4xx' : '2xx';
};

/** Measures requests of the intake, whatever their end was. */
export function measureIntake(app: NestFastifyApplication, duration: HistogramHandle<'hemtag_gateway_request_duration_seconds'>): void {
  app.getHttpAdapter().getInstance().addHook('onResponse', (request, reply, done) => {
    if (request.routeOptions.url === INTAKE_ROUTE) duration.observe({ status: statusClass(reply.statusCode) }, reply.elapsedTime / 1000);
    done();
  });
}
