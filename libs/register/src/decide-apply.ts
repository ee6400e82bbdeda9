import { err, ok, type Result } from '@hemtag/kernel';
import { tenantOf, type DocumentKind, type GivenDocument, type RegisterDocument } from './documents.js';
import { documentFaults, type PlanDays } from './document-rules.js';
import { sameValue } from './entry-content.js';
import { mergeDocument, type MergedDocument } from './merge-document.js';
import { faultsOfUsers, prospectOf, referenceFaults } from './reference-rules.js';
import type { LocalFault, RegisterFault } from './register-fault.js';
import { keyOf, type RegisterEntry, type RegisterState } from './register-state.js';
import { untilRetired } from './retirement.js';

/** What applying a set does to one object. `document` is the whole object afterwards, `version` its number then. */
export interface Change {
  readonly kind: DocumentKind;
  readonly tenant: string | null;
  readonly name: string;
  readonly result: 'created' | 'versioned' | 'unchanged';
  readonly version: number;
  readonly document: RegisterDocument;
}

interface Step extends MergedDocument {
  readonly index: number;
  readonly key: string;
  readonly registered: RegisterEntry | null;
  readonly own: readonly LocalFault[];
}

const located = (index: number, about: RegisterFault['about'], faults: readonly LocalFault[]): RegisterFault[] =>
  faults.map(({ path, detail }) => ({ documentIndex: index, path, detail, about }));

/** The first document of every object; the same object a second time in one set is a fault unless it says exactly the same. */
function distinctDocuments(documents: readonly GivenDocument[]): { firsts: Map<string, { index: number; document: GivenDocument }>; faults: RegisterFault[] } {
  const firsts = new Map<string, { index: number; document: GivenDocument }>();
  const faults: RegisterFault[] = [];
  for (const [index, document] of documents.entries()) {
    const first = firsts.get(keyOf(document));
    if (!first) firsts.set(keyOf(document), { index, document });
    else if (!sameValue(first.document.spec, document.spec)) {
      faults.push({
        documentIndex: index,
        path: 'metadata.name',
        detail: `${document.kind} ${document.metadata.name} stands a second time in this set with other content: write one document`,
        about: 'content',
      });
    }
  }
  return { firsts, faults };
}

function stepsOf(current: RegisterState, documents: ReturnType<typeof distinctDocuments>['firsts'], planDays: PlanDays): Step[] {
  return [...documents].map(([key, { index, document }]) => {
    const registered = current.get(key) ?? null;
    const merged = mergeDocument(registered?.document ?? null, document);
    return { ...merged, index, key, registered, own: documentFaults(registered?.document ?? null, merged, planDays) };
  });
}

function changeOf({ key, registered, document }: Step): readonly [string, Change] {
  const result = !registered ? 'created' : sameValue(registered.document.spec, document.spec) ? 'unchanged' : 'versioned';
  const version = !registered ? 1 : result === 'versioned' ? registered.version + 1 : registered.version;
  const kept = result === 'unchanged' && registered ? registered.document : document;
  return [key, { kind: document.kind, tenant: tenantOf(document), name: document.metadata.name, result, version, document: kept }];
}

/**
 * What a set of manifests does to the register: the whole set or nothing, with all faults together. The order of the documents does not matter,
 * and applying the same set again gives `unchanged` for every object.
 */
export function decideApply({
  current,
  documents,
  planDays,
}: {
  readonly current: RegisterState;
  readonly documents: readonly GivenDocument[];
  /** Of a report plan that names none. */
  readonly planDays: PlanDays;
}): Result<readonly Change[], readonly RegisterFault[]> {
  const distinct = distinctDocuments(documents);
  const steps = stepsOf(current, distinct.firsts, planDays);
  const changes = new Map(steps.map(changeOf));
  const prospect = prospectOf(
    new Map<string, RegisterEntry>([...current, ...changes]),
    new Set(steps.filter(({ own }) => own.length > 0).map(({ key }) => key)),
  );
  const indexOf = new Map(steps.map(({ key, index }) => [key, index]));
  const changedRates = new Set(steps.filter(({ document }) => document.kind === 'Rate').map(({ key }) => key));
  const unchanged = [...current].filter(([key]) => !indexOf.has(key)).map(([, { document }]) => untilRetired(document));
  const faults = [
    ...distinct.faults,
    ...steps.flatMap(({ index, own, document, places }) => [
      ...located(index, 'content', own),
      ...located(index, 'reference', referenceFaults(untilRetired(document), prospect, places)),
    ]),
    ...faultsOfUsers(unchanged, changedRates, prospect).flatMap(({ rateKey, ...fault }) => located(indexOf.get(rateKey) ?? 0, 'reference', [fault])),
  ];
  return faults.length > 0 ? err(faults.sort((a, b) => a.documentIndex - b.documentIndex)) : ok([...changes.values()]);
}
