import { pathText, readManifest, type DocumentFault, type ManifestFault, type ManifestFile } from '@hemtag/contracts';
import { Composer, LineCounter, Parser, type CST, type Document } from 'yaml';
import type { Position, ReadDocument, ReadManifests } from '../../application/ports.js';
import { MAX_DEPTH, readTree, type DocumentTree, type Offsets } from './document-tree.js';

const MAX_FILE_BYTES = 1024 * 1024;
/** One slip in the syntax often gives a long tail of faults that only follow from it. */
const MAX_SYNTAX_FAULTS = 5;

/** The path itself, then the paths around it, the document last. */
function pathsAround(path: string): string[] {
  const shorter = path.replace(/(\.[^.[\]]+|\[\d+\])$/, '');
  if (path === '') return [''];
  return [path, ...pathsAround(shorter === path ? '' : shorter)];
}

const wantedOffset = ({ key, value, isScalar }: Offsets): number => (isScalar ? value : key);

function positionsOf(tree: DocumentTree, lines: LineCounter) {
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const locate = (path: string): Position => {
    for (const candidate of pathsAround(path)) {
      const offsets = tree.offsets.get(candidate);
      if (offsets) return at(wantedOffset(offsets));
    }
    return at(0);
  };
  const locateKey = (path: string): Position => {
    const offsets = tree.offsets.get(path);
    return offsets ? at(offsets.key) : locate(path);
  };
  return { at, locate, locateKey };
}

/** Levels of nesting in the syntax, counted without recursion: composing a document that is nested too deeply would exhaust the stack. */
function depthOf(token: CST.Token): number {
  let deepest = 0;
  const open: { token: CST.Token | null | undefined; depth: number }[] = [{ token, depth: 0 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { token: current, depth } = next;
    if (!current) continue;
    deepest = Math.max(deepest, depth);
    if (current.type === 'document') open.push({ token: current.value, depth });
    if ('items' in current) for (const item of current.items) open.push({ token: item.key, depth: depth + 1 }, { token: item.value, depth: depth + 1 });
  }
  return deepest;
}

interface FileReading {
  readonly documents: readonly ReadDocument[];
  readonly faults: readonly ManifestFault[];
  readonly hasUnreadable: boolean;
}
const unreadable = (...faults: ManifestFault[]): FileReading => ({ documents: [], faults, hasUnreadable: true });

function readDocument(file: string, document: Document.Parsed, lines: LineCounter): FileReading {
  const broken = [...document.errors, ...document.warnings];
  if (broken.length > 0) {
    return unreadable(
      ...broken.slice(0, MAX_SYNTAX_FAULTS).map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { file, line: Math.max(line, 1), column: Math.max(col, 1), path: '', detail: `cannot be read as YAML: ${error.message}` };
      }),
    );
  }
  const tree = readTree(document);
  // A document without content is what a trailing `---` leaves.
  if (tree.data === null) return { documents: [], faults: [], hasUnreadable: false };
  const { at, locate, locateKey } = positionsOf(tree, lines);
  const broad = tree.faults.map(({ path, offset, detail }): ManifestFault => ({ file, ...at(offset), path: pathText(path), detail }));
  if (tree.data === undefined) return unreadable(...broad);
  const { manifest, faults } = readManifest(tree.data);
  const positioned = faults.map((fault: DocumentFault): ManifestFault => {
    const path = pathText(fault.path);
    return { file, ...(fault.problem === 'unknown-field' ? locateKey(path) : locate(path)), path, detail: fault.detail };
  });
  const all = [...broad, ...positioned];
  if (!manifest) return unreadable(...all);
  const faultyPaths = [...tree.faults, ...faults.filter(({ problem }) => problem === 'value')].map(({ path }) => pathText(path));
  return { documents: [{ file, manifest, isWhole: all.length === 0, faultyPaths, locate }], faults: all, hasUnreadable: false };
}

function readFile({ name, content }: ManifestFile): FileReading {
  const start = { file: name, line: 1, column: 1, path: '' };
  if (Buffer.byteLength(content) > MAX_FILE_BYTES) return unreadable({ ...start, detail: `is larger than ${MAX_FILE_BYTES} bytes: split the file` });
  const lines = new LineCounter();
  const tokens = [...new Parser(lines.addNewLine).parse(content)];
  const tooDeep = tokens.find((token) => depthOf(token) > MAX_DEPTH);
  if (tooDeep) {
    const { line, col } = lines.linePos(tooDeep.offset);
    return unreadable({ ...start, line, column: col, detail: `is nested more than ${MAX_DEPTH} levels deep` });
  }
  // Duplicate fields are found by the tree reader, which can name their path.
  const composer = new Composer({ schema: 'core', version: '1.2', uniqueKeys: false, prettyErrors: false });
  const readings = [...composer.compose(tokens)].map((document) => readDocument(name, document, lines));
  return {
    documents: readings.flatMap(({ documents }) => documents),
    faults: readings.flatMap(({ faults }) => faults),
    hasUnreadable: readings.some((reading) => reading.hasUnreadable),
  };
}

const inOrder = (a: ManifestFault, b: ManifestFault): number => a.line - b.line || a.column - b.column;

/**
 * Reads manifest files: YAML 1.2 core schema (`NO` and dates are text) or JSON, many documents a file. All faults of all files come back together, each
 * with line and column from 1. A file that repeats the name of another is read like any other.
 */
export function readManifests(files: readonly ManifestFile[]): ReadManifests {
  const readings = files.map(readFile);
  return {
    documents: readings.flatMap(({ documents }) => documents),
    faults: readings.flatMap(({ faults }) => [...faults].sort(inOrder)),
    hasUnreadable: readings.some((reading) => reading.hasUnreadable),
  };
}
