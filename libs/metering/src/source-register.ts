import { err, ok, type Result } from '@hemtag/kernel';

import type { MeteredEvent } from './usage.js';

/** A source as the register knows it: it belongs to exactly one tenant. */
export interface RegisteredSource {
  readonly tenant: string;
  /** The CloudEvents source URI. */
  readonly source: string;
  /** The dimension keys that its events may carry. */
  readonly dimensions: readonly string[];
  /** Whether it may send counts for a period. */
  readonly acceptsAggregates: boolean;
  /** Which of its feeds is stored and never counts; null where the register names none, so that the two exclude each other. */
  readonly reference: 'events' | 'aggregates' | null;
  /** Forms of its keys that look like identity numbers and are none, by field. */
  readonly safePatterns?: Readonly<Partial<Record<'id' | 'subject' | 'dimensions', readonly string[]>>>;
}

export interface KnownSource extends Pick<RegisteredSource, 'tenant' | 'acceptsAggregates' | 'reference' | 'safePatterns'> {
  readonly dimensions: ReadonlySet<string>;
}

/** All registered sources at one moment. */
export interface SourceRegistry {
  sourceOf(source: string): KnownSource | null;
}

/** What of an event the register decides about. */
export interface ClaimedOrigin {
  readonly kind: MeteredEvent['kind'];
  readonly source: string;
  /** The tenant that the sender claims; null where it claims none. */
  readonly municipality: string | null;
  /** Missing where the kind of event has none. */
  readonly dimensions?: Readonly<Record<string, unknown>>;
  /** The event that a correction or retraction is about. */
  readonly corrects?: { readonly source: string };
}

const REGISTER_CODES = ['UNKNOWN_SOURCE', 'WRONG_TENANT', 'AGGREGATES_NOT_ACCEPTED', 'UNKNOWN_DIMENSION'] as const;

export interface RegisterFault {
  readonly code: (typeof REGISTER_CODES)[number];
  /** JSON pointer into the event. */
  readonly pointer: string;
  readonly detail: string;
}

/** The register does not find these, but it may declare their form as safe. */
const SUSPECTED = 'SUSPECTED_IDENTITY_NUMBER';

/** Whether a fault of whatever origin is one that a newer register could take back. */
export const isRegisterFault = ({ code }: { readonly code: string }): boolean => code === SUSPECTED || REGISTER_CODES.some((known) => known === code);

export function sourceRegistry(sources: Iterable<RegisteredSource>): SourceRegistry {
  const known = new Map(
    [...sources].map(({ source, dimensions, ...registered }): [string, KnownSource] => [source, { ...registered, dimensions: new Set(dimensions) }]),
  );
  return { sourceOf: (source) => known.get(source) ?? null };
}

const fault = (code: RegisterFault['code'], pointer: string, detail: string): RegisterFault => ({ code, pointer, detail });

function checkDimensions({ dimensions }: ClaimedOrigin, registered: KnownSource): RegisterFault | null {
  for (const key in dimensions) {
    if (!registered.dimensions.has(key)) {
      const detail = 'this dimension is not among the dimensions of the Source manifest: add it there or leave it out';
      // Digits in a key could be somebody's.
      return fault('UNKNOWN_DIMENSION', /\d{6}/.test(key) ? '/data/dimensions' : `/data/dimensions/${key}`, detail);
    }
  }
  return null;
}

/** An event may amend one of another source, but never one of another tenant. */
function checkAmended({ source, corrects }: ClaimedOrigin, registered: KnownSource, registry: SourceRegistry): RegisterFault | null {
  if (corrects === undefined || corrects.source === source) return null;
  const original = registry.sourceOf(corrects.source);
  if (original === null) return fault('UNKNOWN_SOURCE', '/data/corrects/source', 'the source of the corrected event is not registered');
  if (original.tenant === registered.tenant) return null;
  return fault('WRONG_TENANT', '/data/corrects/source', 'the source of the corrected event is registered to another municipality');
}

/** The tenant to which the register gives an event, or why it gives it to none. */
export function checkAgainstRegister(event: ClaimedOrigin, registry: SourceRegistry): Result<string, RegisterFault> {
  const registered = registry.sourceOf(event.source);
  if (registered === null) return err(fault('UNKNOWN_SOURCE', '/source', 'this source is not registered: apply a Source manifest that names it'));
  if (event.municipality !== null && event.municipality !== registered.tenant) {
    return err(fault('WRONG_TENANT', '/municipality', 'the source is registered to another municipality'));
  }
  if (event.kind === 'aggregated' && !registered.acceptsAggregates) {
    return err(
      fault('AGGREGATES_NOT_ACCEPTED', '/type', 'this source sends single events: set acceptsAggregates in its Source manifest to take counts for periods'),
    );
  }
  const refused = checkDimensions(event, registered) ?? checkAmended(event, registered, registry);
  return refused === null ? ok(registered.tenant) : err(refused);
}
