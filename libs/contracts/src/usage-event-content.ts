import { parseInstant } from '@hemtag/kernel';

import type { UsageValuesData } from './usage-event-data.js';
import {
  SOURCE_HEARTBEAT,
  USAGE_AGGREGATED,
  USAGE_CORRECTED,
  USAGE_RECORDED,
  USAGE_RETRACTED,
  type AmendedUsage,
  type EventPeriod,
  type UsageEventValues,
} from './usage-event.js';

/*
 * The content of an event: everything that decides what it says, as canonical JSON in a fixed order. Identity (source, id) is left out because it is what contents
 * are compared under; transport (recordedtime, traceparent, correlationid, sequence, partitionkey, provenance, dataschema, unknown extensions) because it may differ
 * between two sendings of one event. Hashes of these texts are stored: the text of an event never changes.
 */

interface Said {
  readonly subject: string;
  readonly instant: number;
}

function sortedByName<T>(map: Readonly<Record<string, T>>): readonly (readonly [string, T])[] {
  return Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What the event says of the usage; `data` has what of it is compared and kept nowhere else. */
function partsOf(type: string, { subject, instant, ...event }: Said & UsageEventValues, data: UsageValuesData): readonly unknown[] {
  const { attempt } = data;
  return [
    type,
    subject,
    instant,
    event.quantity,
    event.unit,
    event.outcome,
    data.outcomeCode ?? null,
    data.startedAt === undefined ? null : parseInstant(data.startedAt),
    data.durationSeconds ?? null,
    data.humanSeconds ?? null,
    event.channel,
    event.orgUnit,
    [attempt?.number ?? null, event.final, attempt?.groupId ?? null],
    sortedByName(event.measures).map(([name, { value, unit }]) => [name, value, unit]),
    sortedByName(event.dimensions),
  ];
}

const amended = ({ source, id, reason }: AmendedUsage): readonly unknown[] => [source, id, reason];

export const recordedContent = (event: Said & UsageEventValues, data: UsageValuesData): string => JSON.stringify(partsOf(USAGE_RECORDED, event, data));

export function aggregatedContent(event: Said & UsageEventValues & { readonly period: EventPeriod }, data: UsageValuesData): string {
  const { start, end, mode, revision, complete } = event.period;
  return JSON.stringify([...partsOf(USAGE_AGGREGATED, event, data), [start, end, mode, revision, complete]]);
}

export const correctedContent = (event: Said & UsageEventValues & { readonly corrects: AmendedUsage }, data: UsageValuesData): string =>
  JSON.stringify([...partsOf(USAGE_CORRECTED, event, data), amended(event.corrects)]);

export const retractedContent = ({ subject, instant, corrects }: Said & { readonly corrects: AmendedUsage }): string =>
  JSON.stringify([USAGE_RETRACTED, subject, instant, amended(corrects)]);

export const heartbeatContent = ({ subject, instant }: { readonly subject: string | null; readonly instant: number }): string =>
  JSON.stringify([SOURCE_HEARTBEAT, subject, instant]);
