import {
  tenantOf,
  type DocumentKind,
  type GivenDocument,
  type InitiativeDocument,
  type RateDocument,
  type RegisterDocument,
  type SourceDocument,
  type TenantDocument,
} from './documents.js';

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

const documentsOf = (state: RegisterState): RegisterDocument[] => [...state.values()].map((entry) => entry.document);
export const tenantsOf = (state: RegisterState): TenantDocument[] => documentsOf(state).filter((document) => document.kind === 'Tenant');
export const sourcesOf = (state: RegisterState): SourceDocument[] => documentsOf(state).filter((document) => document.kind === 'Source');
export const initiativesOf = (state: RegisterState): InitiativeDocument[] => documentsOf(state).filter((document) => document.kind === 'Initiative');

/** The rate that a name means for a tenant: its own, else the shared one. */
export function rateFor(state: RegisterState, tenant: string, name: string): RateDocument | null {
  const found = state.get(objectKey('Rate', tenant, name)) ?? state.get(objectKey('Rate', null, name));
  return found?.document.kind === 'Rate' ? found.document : null;
}

export interface TenantRow {
  readonly tenant: string;
  readonly timeZone: string;
  readonly currency: string;
}
export interface SourceRow {
  readonly tenant: string;
  readonly name: string;
  readonly source: string;
  readonly dimensions: readonly string[];
  readonly expectedEvery: string | null;
}

/** What other services read of tenants and sources, ordered by tenant and name. */
export const tenantRows = (state: RegisterState): TenantRow[] =>
  tenantsOf(state)
    .map(({ metadata, spec }) => ({ tenant: metadata.name, timeZone: spec.timeZone, currency: spec.currency }))
    .sort((a, b) => (a.tenant < b.tenant ? -1 : 1));
export const sourceRows = (state: RegisterState): SourceRow[] =>
  sourcesOf(state)
    .map(({ metadata, spec }) => ({
      tenant: metadata.tenant,
      name: metadata.name,
      source: spec.source,
      dimensions: spec.dimensions ?? [],
      expectedEvery: spec.expectedEvery ?? null,
    }))
    .sort((a, b) => (a.tenant === b.tenant ? (a.name < b.name ? -1 : 1) : a.tenant < b.tenant ? -1 : 1));
