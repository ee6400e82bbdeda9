import type { SafePatterns } from './safe-pattern.js';

/** What a field may hold: `plain` is refused what is certain, the others also what is suspect and covered by none of these safe patterns. */
export type FieldKind = 'plain' | 'id' | 'subject' | 'dimensions' | 'partitionkey';
export const COVERING: Readonly<Record<FieldKind, readonly (keyof SafePatterns)[]>> = {
  plain: [],
  id: ['id'],
  subject: ['subject'],
  dimensions: ['dimensions'],
  partitionkey: ['id', 'subject'],
};

/** Fields of `data` that hold or may hold keys. What is not listed is plain: quantities, durations, times, code lists, and fields that the contract does not know. */
export interface FieldRule {
  readonly value: FieldKind;
  readonly names: FieldKind;
  readonly members: Readonly<Record<string, FieldRule>>;
  /** Members that are not listed; null where they are as this one. */
  readonly others: FieldRule | null;
}

const holding = (value: FieldKind): FieldRule => ({ value, names: 'plain', members: {}, others: null });
export const PLAIN = holding('plain');
/** A key of the sending system. */
export const KEY = holding('id');
export const PARTITION_KEY = holding('partitionkey');
const DIMENSION = holding('dimensions');
const object = (members: Readonly<Record<string, FieldRule>>): FieldRule => ({ value: 'plain', names: 'plain', members, others: PLAIN });

export const DATA_RULE: FieldRule = object({
  outcomeCode: KEY,
  orgUnit: KEY,
  attempt: object({ groupId: KEY }),
  measures: { ...PLAIN, names: 'id' },
  dimensions: { value: 'plain', names: 'dimensions', members: {}, others: DIMENSION },
  corrects: object({ source: KEY, id: KEY }),
  provenance: object({ nativeType: KEY, nativeId: KEY, batchId: KEY, connector: KEY }),
});

export function ruleOfMember(rule: FieldRule, name: string): FieldRule {
  return Object.hasOwn(rule.members, name) ? (rule.members[name] as FieldRule) : (rule.others ?? rule);
}

/** Names of the contract, which need no look. */
export const CONTRACT_NAMES: ReadonlySet<string> = new Set([
  'quantity', 'unit', 'outcome', 'outcomeCode', 'startedAt', 'durationSeconds', 'humanSeconds', 'channel', 'orgUnit', 'attempt', 'number', 'final', 'groupId',
  'measures', 'value', 'dimensions', 'period', 'start', 'end', 'timeZone', 'mode', 'revision', 'complete', 'corrects', 'source', 'id', 'reason', 'provenance',
  'method', 'nativeType', 'nativeId', 'batchId', 'connector', 'estimated', 'recordedtime', 'partitionkey', 'correlationid', 'sequence', 'traceparent',
  'municipality', 'dataclassification', 'sampledrate',
]); // prettier-ignore
