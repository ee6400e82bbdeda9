import { reportReadiness, type HealthCheck } from '@hemtag/platform-http';
import { reportBroker, type TopicAdmin } from '@hemtag/platform-kafka';
import type { Metrics } from '@hemtag/platform-observability';
import { reportDatabase } from '@hemtag/platform-postgres';

import type { ProduceMeter } from './adapters/kafka/kafka-event-log.js';
import type { SourceRegisterStore } from './adapters/postgres/source-register.store.js';
import type { IntakeMeter } from './application/ports.js';

export function intakeMeter(metrics: Metrics): IntakeMeter {
  const events = metrics.counter('hemtag_gateway_events_total');
  const kept = metrics.counter('hemtag_gateway_kept_rejects_total');
  return {
    count: (outcome, code, count) => events.add({ outcome, code }, count),
    kept: (count) => kept.add({}, count),
  };
}

export function produceMeter(metrics: Metrics, { maxWaitingBytes }: { readonly maxWaitingBytes: number }): ProduceMeter {
  const events = metrics.gauge('hemtag_gateway_waiting_events');
  const bytes = metrics.gauge('hemtag_gateway_waiting_bytes');
  const duration = metrics.histogram('hemtag_gateway_produce_duration_seconds');
  const failures = metrics.counter('hemtag_gateway_produce_failures_total');
  metrics.gauge('hemtag_gateway_waiting_limit_bytes').set({}, maxWaitingBytes);
  return {
    waiting: (state) => {
      events.set({}, state.events);
      bytes.set({}, state.bytes);
    },
    acknowledged: (durationMs) => duration.observe({}, durationMs / 1000),
    failed: (reason) => failures.add({ reason }),
  };
}

interface Surroundings {
  readonly dataSource: Parameters<typeof reportDatabase>[1];
  readonly admin: TopicAdmin;
  readonly register: SourceRegisterStore;
  readonly checks: readonly HealthCheck[];
}

/** What is asked at each scrape. */
export function reportSurroundings(metrics: Metrics, { dataSource, admin, register, checks }: Surroundings): void {
  reportReadiness(metrics, checks);
  reportBroker(metrics, admin);
  reportDatabase(metrics, dataSource);
  const age = metrics.gauge('hemtag_register_age_seconds');
  metrics.onScrape(() => age.set({}, register.ageMs / 1000));
}
