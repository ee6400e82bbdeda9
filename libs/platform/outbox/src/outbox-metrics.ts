import type { Metrics } from '@hemtag/platform-observability';

import type { OutboxRelayOptions } from './outbox-relay.js';

/** What a relay reports of its outbox. The age goes on between two looks of the relay, also while it cannot look. */
export function outboxMetrics(metrics: Metrics): Required<Pick<OutboxRelayOptions, 'onPublished' | 'onPending' | 'onOldest' | 'onFailure'>> {
  const published = metrics.counter('hemtag_outbox_published_total');
  const pending = metrics.gauge('hemtag_outbox_pending_messages');
  const age = metrics.gauge('hemtag_outbox_oldest_pending_age_seconds');
  const failures = metrics.counter('hemtag_outbox_publish_failures_total');
  let oldestMs: number | null = null;
  metrics.onScrape(() => age.set({}, oldestMs === null ? 0 : Math.max(0, Date.now() - oldestMs) / 1000));
  return {
    onPublished: (messages) => published.add({}, messages),
    onPending: (messages) => pending.set({}, messages),
    onOldest: (storedAtMs) => {
      oldestMs = storedAtMs;
    },
    onFailure: () => failures.add({}),
  };
}
