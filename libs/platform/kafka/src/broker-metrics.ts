import type { Metrics } from '@hemtag/platform-observability';

import type { TopicAdmin } from './topic-admin.js';

/** How long ago the broker answered, at each scrape. Asking is left to the readiness checks, which are made at each scrape too. */
export function reportBroker(metrics: Metrics, admin: Pick<TopicAdmin, 'answerAgeMs'>): void {
  const age = metrics.gauge('hemtag_broker_answer_age_seconds');
  metrics.onScrape(() => age.set({}, admin.answerAgeMs / 1000));
}
