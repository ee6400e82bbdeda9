import { err, ok, type Result } from '@hemtag/kernel';

/** A source as the register knows it: exactly one tenant, and the dimension keys that its events may carry. */
export interface RegisteredSource {
  readonly tenant: string;
  /** The CloudEvents source URI. */
  readonly source: string;
  readonly dimensions: readonly string[];
}

/** All registered sources at one moment. */
export interface SourceRegistry {
  sourceOf(source: string): { readonly tenant: string; readonly dimensions: ReadonlySet<string> } | null;
}

/** What of an event the register decides about. */
export interface ClaimedOrigin {
  readonly source: string;
  /** The tenant that the sender claims; null where it claims none. */
  readonly municipality: string | null;
  readonly dimensions: Readonly<Record<string, unknown>>;
}

const REGISTER_CODES = ['UNKNOWN_SOURCE', 'WRONG_TENANT', 'UNKNOWN_DIMENSION'] as const;

export interface RegisterFault {
  readonly code: (typeof REGISTER_CODES)[number];
  /** JSON pointer into the event. */
  readonly pointer: string;
  readonly detail: string;
}

/** Whether a fault of whatever origin is one that a newer register could take back. */
export const isRegisterFault = ({ code }: { readonly code: string }): boolean => REGISTER_CODES.some((known) => known === code);

export function sourceRegistry(sources: Iterable<RegisteredSource>): SourceRegistry {
  const known = new Map([...sources].map(({ tenant, source, dimensions }) => [source, { tenant, dimensions: new Set(dimensions) }]));
  return { sourceOf: (source) => known.get(source) ?? null };
}

/** The tenant to which the register gives an event, or why it gives it to none. */
export function checkAgainstRegister(event: ClaimedOrigin, registry: SourceRegistry): Result<string, RegisterFault> {
  const registered = registry.sourceOf(event.source);
  if (registered === null)
    return err({ code: 'UNKNOWN_SOURCE', pointer: '/source', detail: 'this source is not registered: apply a Source manifest that names it' });
  if (event.municipality !== null && event.municipality !== registered.tenant) {
    return err({ code: 'WRONG_TENANT', pointer: '/municipality', detail: 'the source is registered to another municipality' });
  }
  const unknown = Object.keys(event.dimensions).find((key) => !registered.dimensions.has(key));
  if (unknown === undefined) return ok(registered.tenant);
  return err({
    code: 'UNKNOWN_DIMENSION',
    pointer: `/data/dimensions/${unknown}`,
    detail: 'this dimension is not among the dimensions of the Source manifest: add it there or leave it out',
  });
}
