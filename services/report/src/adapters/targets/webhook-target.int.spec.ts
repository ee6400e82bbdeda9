import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeliveredReport } from '../../application/delivery-ports.js';
import { WebhookTarget } from './webhook-target.js';

const secret = 'a-secret-of-the-receiver';
const report: DeliveredReport = {
  delivery: 'd'.repeat(64), tenant: 'SE-2281', report: 'SE-2281-2026-03-v1', period: '2026-03', departments: ['Omsorg'], state: 'FINAL', version: 1, fingerprint: 'f'.repeat(64),
  files: [{ format: 'pdf', filename: 'SE-2281-2026-03-v1-sv.pdf', contentType: 'application/pdf', content: Buffer.from('%PDF'), fingerprint: 'e'.repeat(64) }],
}; // prettier-ignore

let server: Server;
let url: string;
let status: number;
const seen: { readonly headers: IncomingHttpHeaders; readonly body: string }[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      seen.push({ headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
      response.writeHead(status, status === 302 ? { location: 'http://127.0.0.1:1/elsewhere' } : {}).end();
    });
  });
  await new Promise<void>((fulfil) => server.listen(0, '127.0.0.1', fulfil));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`;
});
afterAll(() => new Promise((fulfil) => server.close(fulfil)));
beforeEach(() => {
  status = 204;
  seen.length = 0;
});
const target = () => new WebhookTarget({ url, secret, clock: () => Date.parse('2026-04-14T08:00:00Z') });

test('the receiver is told which report there is, signed over id, time and body; the same id when it is repeated', async () => {
  expect(await target().deliver(report)).toEqual({ kind: 'sent' });
  expect(await target().deliver(report)).toEqual({ kind: 'sent' });
  const [first, second] = seen;
  const signature = createHmac('sha256', secret)
    .update(`${report.delivery}.1776153600.${first?.body ?? ''}`)
    .digest('base64');
  expect(first?.headers).toMatchObject({
    'content-type': 'application/cloudevents+json',
    'webhook-id': report.delivery,
    'webhook-timestamp': '1776153600',
    'webhook-signature': `v1,${signature}`,
  });
  expect(second?.headers['webhook-id']).toBe(report.delivery);
  expect(JSON.parse(first?.body ?? '')).toMatchObject({
    type: 'io.hemtag.report.delivered.v1', subject: 'SE-2281-2026-03-v1', time: '2026-04-14T08:00:00.000Z',
    data: { tenant: 'SE-2281', period: '2026-03', departments: ['Omsorg'], version: 1, files: [{ format: 'pdf', file: 'SE-2281-2026-03-v1-sv.pdf', fingerprint: 'e'.repeat(64) }] },
  }); // prettier-ignore
});

test.each([[500, false], [404, false], [410, true]])('an answer %i is tried again unless it is for good: final %s', async (answer, isFinal) => {
  status = answer;
  expect(await target().deliver(report)).toEqual({ kind: 'refused', isFinal, reason: `the receiver answered ${answer}` });
}); // prettier-ignore

test('nobody sends the service elsewhere', async () => {
  status = 302;
  expect(await target().deliver(report)).toEqual({ kind: 'refused', isFinal: false, reason: 'the receiver could not be reached' });
});
