import { tenantOf, type DocumentKind, type GivenDocument, type RateDocument, type RegisterDocument } from './documents.js';

/** An object with the number of its newest version, counted from 1. */
export interface RegisterEntry {
  readonly version: number;
  readonly document: RegisterDocument;
}
/** The newest version of every object, by `objectKey`. */
export type RegisterState = ReadonlyMap<string, RegisterEntry>;

/** What identifies an object: kind, tenant (null: none) and name, as one text that cannot collide. */
export const objectKey = (kind: DocumentKind, tenant: string | null, name: string): string => JSON.stringify([kind, tenant, name]);
export const keyOf = (document: GivenDocument): string => objectKey(document.kind, tenantOf(document), document.metadata.name);

export const registerState = (entries: Iterable<RegisterEntry>): RegisterState => new Map([...entries].map((entry) => [keyOf(entry.document), entry]));

/** The rate that a name means for a tenant: its own, else the shared one. */
export function rateFor(state: RegisterState, tenant: string, name: string): RateDocument | null {
  const found = state.get(objectKey('Rate', tenant, name)) ?? state.get(objectKey('Rate', null, name));
  return found?.document.kind === 'Rate' ? found.document : null;
}
