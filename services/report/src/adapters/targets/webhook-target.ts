import { createHmac } from 'node:crypto';
import type { Clock } from '@hemtag/kernel';
import type { DeliveredReport, DeliveryTarget } from '../../application/delivery-ports.js';

export interface WebhookSettings {
  readonly url: string;
  /** Shared with the receiver, who checks the signature with it. */
  readonly secret: string;
  readonly clock: Clock;
  /** 30,000 by default. */
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 30_000;

/** CloudEvent `io.hemtag.report.delivered.v1`: which report there is, with the fingerprint of each file; the files are fetched from `/v1/reports/{file}`. */
const eventOf = ({ delivery, tenant, report, period, departments, state, version, fingerprint, files }: DeliveredReport, now: number): string =>
  JSON.stringify({
    specversion: '1.0',
    id: delivery,
    source: '/hemtag/report',
    type: 'io.hemtag.report.delivered.v1',
    subject: report,
    time: new Date(now).toISOString(),
    datacontenttype: 'application/json',
    data: {
      tenant,
      report,
      period,
      departments,
      state,
      version,
      fingerprint,
      files: files.map((file) => ({ format: file.format, file: file.filename, fingerprint: file.fingerprint })),
    },
  });

/** Tells a receiver over HTTP that a report is there, signed as Standard Webhooks say (`webhook-id`, `webhook-timestamp`, `webhook-signature`). The id stays the same when it is repeated. */
export class WebhookTarget implements DeliveryTarget {
  readonly channel = 'webhook';

  constructor(private readonly settings: WebhookSettings) {}

  async deliver(report: DeliveredReport): ReturnType<DeliveryTarget['deliver']> {
    const { url, secret, clock, timeoutMs = TIMEOUT_MS } = this.settings;
    const now = clock();
    const body = eventOf(report, now);
    const timestamp = String(Math.floor(now / 1_000));
    const signature = createHmac('sha256', secret).update(`${report.delivery}.${timestamp}.${body}`).digest('base64');
    const headers = {
      'content-type': 'application/cloudevents+json',
      'webhook-id': report.delivery,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    };
    try {
      const response = await fetch(url, { method: 'POST', headers, body, redirect: 'error', signal: AbortSignal.timeout(timeoutMs) });
      await response.body?.cancel();
      if (response.ok) return { kind: 'sent' };
      // 410: the receiver wants no more of them. Everything else may be put right on the other side.
      return { kind: 'refused', isFinal: response.status === 410, reason: `the receiver answered ${response.status}` };
    } catch {
      return { kind: 'refused', isFinal: false, reason: 'the receiver could not be reached' };
    }
  }
}
