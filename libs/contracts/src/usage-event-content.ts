import { parseInstant } from '@hemtag/kernel';

import type { UsageValuesData } from './usage-event-data.js';
import {
  SOURCE_HEARTBEAT,
  USAGE_AGGREGATED,
  USAGE_CORRECTED,
  USAGE_RECORDED,
  USAGE_RETRACTED,
  type AmendedUsage,
  type DimensionValue,
  type EventPeriod,
  type Measure,
  type UsageEventValues,
} from './usage-event.js';

/*
 * The content of an event: everything that decides what it says, as canonical JSON in a fixed order. Identity (source, id) is left out because it is what contents are
 * compared under; transport (recordedtime, traceparent, correlationid, sequence, partitionkey, provenance, dataschema, unknown extensions) because it may differ between
 * two sendings of one event. Hashes of these texts are stored: the text of an event never changes. It is put together here and not by `JSON.stringify`, which takes
 * longer; a test compares the two.
 */

interface Said {
  readonly subject: string;
  readonly instant: number;
}
interface SaidOfUsage extends Said {
  readonly values: UsageEventValues;
  readonly data: UsageValuesData;
}

const NEEDS_NO_ESCAPE = /^[\x20\x21\x23-\x5b\x5d-\x7e]*$/;

/** JSON of a text. */
const quoted = (text: string): string => (NEEDS_NO_ESCAPE.test(text) ? `"${text}"` : JSON.stringify(text));
/** JSON of a code or decimal, whose characters need no escape. */
const code = (text: string | null | undefined): string => (typeof text === 'string' ? `"${text}"` : 'null');
const numeral = (value: number | null | undefined): string => (typeof value === 'number' ? String(value) : 'null');

/** A list of what stands under each name, in the order of the names. */
function listText<T>(map: Readonly<Record<string, T>>, textOf: (name: string, value: T) => string): string {
  const names = Object.keys(map);
  if (names.length === 0) return '[]';
  if (names.length > 1) names.sort();
  return `[${names.map((name) => textOf(name, map[name] as T)).join()}]`;
}

const measureText = (name: string, { value, unit }: Measure): string => `["${name}","${value}","${unit}"]`;
const dimensionText = (name: string, value: DimensionValue): string => `["${name}",${typeof value === 'string' ? quoted(value) : String(value)}]`;

function attemptText({ attempt }: UsageValuesData, final: boolean): string {
  const groupId = attempt?.groupId;
  return `[${numeral(attempt?.number)},${String(final)},${groupId === undefined ? 'null' : quoted(groupId)}]`;
}

/** What the event says of the usage, without the closing bracket; `data` has what of it is compared and kept nowhere else. */
function usageText(type: string, { subject, instant, values, data }: SaidOfUsage): string {
  const startedAt = data.startedAt === undefined ? null : parseInstant(data.startedAt);
  const what = `["${type}",${quoted(subject)},${instant},"${values.quantity}","${values.unit}","${values.outcome}",${code(data.outcomeCode)}`;
  const how = `${numeral(startedAt)},${numeral(data.durationSeconds)},${numeral(data.humanSeconds)},${code(values.channel)},${code(values.orgUnit)}`;
  return `${what},${how},${attemptText(data, values.final)},${listText(values.measures, measureText)},${listText(values.dimensions, dimensionText)}`;
}

const amendedText = ({ source, id, reason }: AmendedUsage): string => `[${quoted(source)},${quoted(id)},${code(reason)}]`;

export const recordedContent = (said: SaidOfUsage): string => `${usageText(USAGE_RECORDED, said)}]`;

export const aggregatedContent = (said: SaidOfUsage, { start, end, mode, revision, complete }: EventPeriod): string =>
  `${usageText(USAGE_AGGREGATED, said)},[${start},${end},"${mode}",${revision},${String(complete)}]]`;

export const correctedContent = (said: SaidOfUsage, corrects: AmendedUsage): string => `${usageText(USAGE_CORRECTED, said)},${amendedText(corrects)}]`;

export const retractedContent = ({ subject, instant }: Said, corrects: AmendedUsage): string =>
  `["${USAGE_RETRACTED}",${quoted(subject)},${instant},${amendedText(corrects)}]`;

export const heartbeatContent = (subject: string | null, instant: number): string =>
  `["${SOURCE_HEARTBEAT}",${subject === null ? 'null' : quoted(subject)},${instant}]`;
