import { ConsumedPartitionEntity } from '@hemtag/platform-inbox';
import { OutboxEntity } from '@hemtag/platform-outbox';

import { EventIdentityEntity } from './event-identity.entity.js';
import { RejectedEventEntity } from './rejected-event.entity.js';
import { SourceActivityDayEntity } from './source-activity-day.entity.js';
import { SourceCounterEntity } from './source-counter.entity.js';
import { UsageEventEntity } from './usage-event.entity.js';
import { UsageSeriesEntity } from './usage-series.entity.js';
import { UsageVolumeEntity } from './usage-volume.entity.js';

/** Every table of the schema. */
export const ENTITIES = [
  ConsumedPartitionEntity,
  EventIdentityEntity,
  OutboxEntity,
  RejectedEventEntity,
  SourceActivityDayEntity,
  SourceCounterEntity,
  UsageEventEntity,
  UsageSeriesEntity,
  UsageVolumeEntity,
];
