import { err, ok, type Day, type Result } from '@hemtag/kernel';
import type { Change } from './decide-apply.js';
import { tenantOf, type DocumentKind, type RegisterDocument } from './documents.js';
import { sameValue } from './entry-content.js';
import { prospectOf, referenceFaults, type Prospect } from './reference-rules.js';
import { keyOf, objectKey, type RegisterEntry, type RegisterState } from './register-state.js';
import { untilRetired } from './retirement.js';

export interface RetireOrder {
  readonly kind: DocumentKind;
  /** Null for a tenant and for a shared rate. */
  readonly tenant: string | null;
  readonly name: string;
  /** The first day on which it no longer counts. */
  readonly from: Day;
  readonly reason: string;
}
export type RetireRefusal =
  | { readonly kind: 'not-registered' }
  /** Each use in a sentence: who would lose it, and what. */
  | { readonly kind: 'in-use'; readonly uses: readonly string[] };

const nameOf = (document: RegisterDocument): string => [tenantOf(document), document.kind, document.metadata.name].filter((part) => part !== null).join(' ');

function lacking(documents: Iterable<RegisterEntry>, prospect: Prospect): Set<string> {
  return new Set(
    [...documents].flatMap(({ document }) =>
      referenceFaults(untilRetired(document), prospect, new Map()).map(({ detail }) => `${nameOf(document)}: ${detail}`),
    ),
  );
}

/** What retiring an object does: a new version with its end. Refused while something that goes on needs it; retiring it again moves the end. */
export function decideRetire(current: RegisterState, { kind, tenant, name, from, reason }: RetireOrder): Result<Change, RetireRefusal> {
  const key = objectKey(kind, tenant, name);
  const registered = current.get(key);
  if (!registered) return err({ kind: 'not-registered' });
  const document = { ...registered.document, spec: { ...registered.document.spec, retired: { from, reason } } } as RegisterDocument;
  if (sameValue(document.spec, registered.document.spec))
    return ok({ kind, tenant, name, result: 'unchanged', version: registered.version, document: registered.document });
  const entry = { version: registered.version + 1, document };
  const after: RegisterState = new Map([...current, [keyOf(document), entry]]);
  const before = lacking(current.values(), prospectOf(current));
  const uses = [...lacking(after.values(), prospectOf(after))].filter((use) => !before.has(use));
  return uses.length > 0 ? err({ kind: 'in-use', uses }) : ok({ kind, tenant, name, result: 'versioned', ...entry });
}
