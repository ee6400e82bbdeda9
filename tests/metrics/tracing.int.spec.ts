import { until } from '@hemtag/testing';

import { applyRegister, sendEvents, startServices, usageEvent, waitForFigures, type RunningServices } from './running-services.js';
import { receiveSpans, type ReceivedSpan, type SpanReceiver } from './span-receiver.js';

const TRACE = '0af7651916cd43dd8448eb211c80319c';
const OTHER_TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const CLIENT_SPAN = 'b7ad6b7169203331';
const NOT_SAMPLED = '00-11112222333344445555666677778888-b7ad6b7169203331-00';

let receiver: SpanReceiver;
let services: RunningServices;

beforeAll(async () => {
  receiver = await receiveSpans();
  services = await startServices({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  await applyRegister(services);
  await waitForFigures(services);
}, 120_000);
afterAll(async () => {
  await services.stop();
  await receiver.close();
});

const ofTrace = (trace: string): readonly ReceivedSpan[] => receiver.spans.filter(({ traceId }) => traceId === trace);
const spanOf = (trace: string, name: string): ReceivedSpan | undefined => ofTrace(trace).find((span) => span.name === name);

test('one trace leads from the request to the published figure', async () => {
  await sendEvents(services, [usageEvent('traced')], { traceparent: `00-${TRACE}-${CLIENT_SPAN}-01` });
  await waitForFigures(services);
  await until(() => Promise.resolve(spanOf(TRACE, 'benefit project figures') !== undefined));
  await until(() => Promise.resolve(ofTrace(TRACE).length >= 4));
  const names = ['gateway intake', 'ingestion flush', 'benefit store volumes', 'benefit project figures'];
  const spans = names.map((name) => spanOf(TRACE, name));
  expect(spans.map((span) => span?.service)).toEqual(['gateway', 'ingestion', 'benefit', 'benefit']);
  expect(spans.map((span) => span?.parentSpanId)).toEqual([CLIENT_SPAN, spans[0]?.spanId, spans[1]?.spanId, spans[2]?.spanId]);
});

test('what is stored together has the first trace, and links to the others', async () => {
  const requests = [TRACE, OTHER_TRACE].map((trace, at) => {
    const events = Array.from({ length: 3 }, (_, n) => usageEvent(`together-${at}-${n}`));
    return sendEvents(services, events, { traceparent: `00-${trace}-${CLIENT_SPAN}-01` });
  });
  await Promise.all(requests);
  await waitForFigures(services);
  const reaches = (trace: string): boolean =>
    receiver.spans.some(({ name, traceId, links = [] }) => name === 'ingestion flush' && (traceId === trace || links.some((link) => link.traceId === trace)));
  await until(() => Promise.resolve(reaches(OTHER_TRACE)));
});

test('a request that is not to be traced is not', async () => {
  await sendEvents(services, [usageEvent('quiet')], { traceparent: NOT_SAMPLED });
  await sendEvents(services, [usageEvent('loud')]);
  await waitForFigures(services);
  await until(() => Promise.resolve(receiver.spans.filter(({ name, parentSpanId }) => name === 'gateway intake' && !parentSpanId).length > 0));
  expect(ofTrace(NOT_SAMPLED.split('-')[1] ?? '')).toEqual([]);
});
