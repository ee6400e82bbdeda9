import type { Tracing } from './span.js';

const OFF: Tracing = { begin: null, close: () => Promise.resolve() };

export interface TracingOptions {
  readonly service: string;
  readonly version: string;
  /** Where spans are sent to by OTLP over HTTP; without it tracing is off and its libraries are not loaded. */
  readonly endpoint: string | undefined;
}

export async function openTracing({ service, version, endpoint }: TracingOptions): Promise<Tracing> {
  if (endpoint === undefined || endpoint === '') return OFF;
  const { openOtlpTracing } = await import('./otlp-tracing.js');
  return openOtlpTracing({ service, version });
}
