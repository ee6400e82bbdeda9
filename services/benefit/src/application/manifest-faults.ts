import type { ManifestFault } from '@hemtag/contracts';
import type { RegisterFault } from '@hemtag/register';
import type { ReadDocument, ReadManifests } from './ports.js';

const FIELD_OF_BENEFIT = /^spec\.benefits\[\d+\]\.(?!name$)[^.[]+$/;
/** What a fault makes unjudgeable: a field itself, or the list of which an entry fell away, because its neighbours are judged by it and have moved up. */
const surroundingsOf = (path: string): string => (FIELD_OF_BENEFIT.test(path) ? path : path.replace(/\[\d+\][^[]*$/, ''));

/** Parts by which documents name each other, or tell which rate they need. */
const REFERRED_TO = /^(metadata(\.|$)|spec$|spec\.(currency|population)$|spec\.benefits(\[\d+\](\.name)?)?$)/;
/** Whether what others say about a document cannot be judged: of a rate every part counts, of all else its names. */
const hidesReferences = ({ manifest, faultyPaths }: ReadDocument): boolean => faultyPaths.some((path) => manifest.kind === 'Rate' || REFERRED_TO.test(path));

/** Whether a fault of the register may only follow from parts that could not be read. */
function isConsequence(fault: RegisterFault, document: ReadDocument, read: ReadManifests): boolean {
  if (fault.about === 'reference' && (read.hasUnreadable || read.documents.some(hidesReferences))) return true;
  return document.faultyPaths.some((path) => fault.path.startsWith(surroundingsOf(path)) || path.startsWith(fault.path));
}

/** All faults of a set with file, line and column: those of the reader and those of the register's rules (`decideApply` over the documents read), file by file. */
export function manifestFaults(read: ReadManifests, registerFaults: readonly RegisterFault[]): ManifestFault[] {
  const ruled = registerFaults.flatMap((fault): ManifestFault[] => {
    const document = read.documents[fault.documentIndex];
    if (!document || isConsequence(fault, document, read)) return [];
    return [{ file: document.file, ...document.locate(fault.path), path: fault.path, detail: fault.detail }];
  });
  const all = [...read.faults, ...ruled];
  const files = [...new Set(all.map(({ file }) => file))];
  return files.flatMap((file) => all.filter((fault) => fault.file === file).sort((a, b) => a.line - b.line || a.column - b.column));
}
