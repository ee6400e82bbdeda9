import { ConsumedPartitionEntity } from '@hemtag/platform-inbox';
import { OutboxEntity } from '@hemtag/platform-outbox';

import { AggregateSeriesEntity } from './aggregate-series.entity.js';
import { EventIdentityEntity } from './event-identity.entity.js';
import { PartitionCountEntity } from './partition-count.entity.js';
import { RejectedEventEntity } from './rejected-event.entity.js';
import { RejectHourEntity } from './reject-hour.entity.js';
import { RejectionAllowanceEntity } from './rejection-allowance.entity.js';
import { SourceActivityDayEntity } from './source-activity-day.entity.js';
import { SourceCounterEntity } from './source-counter.entity.js';
import { SourceHourEntity } from './source-hour.entity.js';
import { SourceIncompleteDayEntity } from './source-incomplete-day.entity.js';
import { SubjectFeedDayEntity } from './subject-feed-day.entity.js';
import { UsageAggregateEntity } from './usage-aggregate.entity.js';
import { UsageAmendmentEntity } from './usage-amendment.entity.js';
import { UsageEventEntity } from './usage-event.entity.js';
import { UsageSeriesEntity } from './usage-series.entity.js';
import { UsageVolumeEntity } from './usage-volume.entity.js';

/** Every table of the schema. */
export const ENTITIES = [
  ConsumedPartitionEntity,
  OutboxEntity,
  AggregateSeriesEntity,
  EventIdentityEntity,
  PartitionCountEntity,
  RejectedEventEntity,
  RejectHourEntity,
  RejectionAllowanceEntity,
  SourceActivityDayEntity,
  SourceCounterEntity,
  SourceHourEntity,
  SourceIncompleteDayEntity,
  SubjectFeedDayEntity,
  UsageAggregateEntity,
  UsageAmendmentEntity,
  UsageEventEntity,
  UsageSeriesEntity,
  UsageVolumeEntity,
];
