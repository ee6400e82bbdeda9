import { TOPICS } from '@hemtag/contracts';
import type { DayOf } from '@hemtag/metering';
import type { EventProducer, TopicAdmin } from '@hemtag/platform-kafka';
import { followVerifications, type Logger, type Metrics } from '@hemtag/platform-observability';

import { KafkaReplayLog } from './adapters/kafka/kafka-replay-log.js';
import { TopicEnds } from './adapters/kafka/topic-ends.js';
import { PostgresEventLists } from './adapters/postgres/event-lists.store.js';
import { PostgresLedgerSnapshots } from './adapters/postgres/ledger.store.js';
import { PostgresRejectStore } from './adapters/postgres/reject.store.js';
import { PostgresAllowances } from './adapters/postgres/rejection-allowance.store.js';
import type { PublishedRegister } from './adapters/postgres/register.store.js';
import { PostgresSourceFacts } from './adapters/postgres/source-facts.store.js';
import type { HeldPartitions } from './application/held-partitions.js';
import type { IngestionModuleOptions } from './ingestion.module.js';
import { sha256First128 } from './sha256.js';

export interface OperatorParts {
  readonly dataSource: ConstructorParameters<typeof PostgresRejectStore>[0];
  readonly register: PublishedRegister;
  readonly producer: EventProducer;
  readonly admin: TopicAdmin;
  readonly held: HeldPartitions;
  readonly dayOf: (tenant: string) => DayOf;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** What stands behind the operators' API. */
export const operatorPorts = ({
  dataSource,
  register,
  producer,
  admin,
  held,
  dayOf,
  logger,
  metrics,
}: OperatorParts): Pick<IngestionModuleOptions, 'events' | 'rejects' | 'sources' | 'verify'> => ({
  events: { lists: new PostgresEventLists(dataSource), dayOf },
  rejects: {
    rejects: new PostgresRejectStore(dataSource),
    log: new KafkaReplayLog(producer, logger),
    digest: sha256First128,
    safePatternsOf: (source) => register.current().sources.sourceOf(source)?.safePatterns,
  },
  sources: {
    facts: new PostgresSourceFacts(dataSource),
    ends: new TopicEnds(admin, logger),
    held: (now) => held.current(now),
    allowances: new PostgresAllowances(dataSource),
    clock: Date.now,
  },
  verify: {
    snapshots: new PostgresLedgerSnapshots(dataSource),
    dayOf,
    topic: TOPICS.usageEvents.name,
    onFailed: (error) => logger.error({ error }, 'ingestion.verify_failed'),
    follow: followVerifications(metrics),
  },
});
