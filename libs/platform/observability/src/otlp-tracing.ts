import { ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type SpanContext } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { MAX_CAUSES, type RunningSpan, type SpanStart, type Tracing } from './span.js';

const KINDS = { server: SpanKind.SERVER, consumer: SpanKind.CONSUMER, internal: SpanKind.INTERNAL } as const;
const SEND_EVERY_MS = 1_000;

/** Of a trace context that was checked where it came in. */
function contextOf(traceparent: string): SpanContext {
  const [, traceId = '', spanId = '', flags = ''] = traceparent.split('-');
  return { traceId, spanId, traceFlags: Number.parseInt(flags, 16), isRemote: true };
}

function traceparentOf({ traceId, spanId, traceFlags }: SpanContext): string {
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;
}

/** The exporter reads where to send, with which headers and limits, from the variables that OpenTelemetry names. A sender's decision not to be traced is kept. */
export function openOtlpTracing({ service, version }: { readonly service: string; readonly version: string }): Tracing {
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': service, 'service.namespace': 'hemtag', 'service.version': version }),
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter(), scheduledDelayMillis: SEND_EVERY_MS })],
  });
  const tracer = provider.getTracer('hemtag', version);
  return {
    begin: (name: string, { kind, causes }: SpanStart): RunningSpan => {
      const [parent, ...others] = causes.slice(0, MAX_CAUSES);
      const context = parent === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, contextOf(parent));
      const span = tracer.startSpan(name, { kind: KINDS[kind], links: others.map((cause) => ({ context: contextOf(cause) })) }, context);
      return {
        traceparent: traceparentOf(span.spanContext()),
        end: (failure) => {
          // Its name only: a message may repeat what was sent.
          if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure instanceof Error ? failure.name : 'failed' });
          span.end();
        },
      };
    },
    // Nobody is there any more to be told that a receiver of spans was away.
    close: () => provider.shutdown().catch(() => undefined),
  };
}
