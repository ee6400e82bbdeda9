import { pathText, type ManifestPath } from '@hemtag/contracts';
import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Node } from 'yaml';

/** Offsets into a file, from 0. `key` is where the field's name or the list item stands, `value` where its value begins; aliases count as scalars. */
export interface Offsets {
  readonly key: number;
  readonly value: number;
  readonly isScalar: boolean;
}
export interface TreeFault {
  readonly path: ManifestPath;
  readonly offset: number;
  readonly detail: string;
}
export interface DocumentTree {
  readonly data: unknown;
  readonly offsets: ReadonlyMap<string, Offsets>;
  readonly faults: readonly TreeFault[];
}

/** Bounds what a small file can unfold to through aliases; no manifest of a municipality comes near them. */
const MAX_ALIASES = 100;
const MAX_NODES = 200_000;
export const MAX_DEPTH = 40;

class TreeTooLarge extends Error {
  constructor(readonly fault: TreeFault) {
    super(fault.detail);
  }
}

class TreeReader {
  readonly offsets = new Map<string, Offsets>();
  readonly faults: TreeFault[] = [];
  private nodes = 0;
  private aliases = 0;
  /** The parts that are being read, each inside the one before: an alias to one of them would never end. */
  private readonly open = new Set<unknown>();

  constructor(private readonly document: Document.Parsed) {}

  read(): unknown {
    const { contents } = this.document;
    this.offsets.set('', { key: contents?.range[0] ?? this.document.range[0], value: contents?.range[0] ?? this.document.range[0], isScalar: false });
    try {
      return this.value(contents, []);
    } catch (error) {
      if (!(error instanceof TreeTooLarge)) throw error;
      this.faults.push(error.fault);
      return undefined;
    }
  }

  private value(node: unknown, path: ManifestPath): unknown {
    this.nodes += 1;
    if (this.nodes > MAX_NODES || path.length > MAX_DEPTH)
      throw new TreeTooLarge({ path, offset: startOf(node), detail: 'unfolds to more than a manifest can hold' });
    if (isAlias(node)) return this.aliased(node, path);
    if (isScalar(node)) return node.value;
    this.open.add(node);
    const value = isMap(node) ? this.map(node.items, path) : isSeq(node) ? node.items.map((item, index) => this.item(item, [...path, index])) : null;
    this.open.delete(node);
    return value;
  }

  private aliased(node: Node & { resolve(document: Document): Node | undefined }, path: ManifestPath): unknown {
    this.aliases += 1;
    if (this.aliases > MAX_ALIASES) throw new TreeTooLarge({ path, offset: startOf(node), detail: `uses more than ${MAX_ALIASES} aliases` });
    const target = node.resolve(this.document);
    if (this.open.has(target)) {
      this.faults.push({ path, offset: startOf(node), detail: 'an alias to a part that it stands in: it would never end' });
      return null;
    }
    if (target) return this.value(target, path);
    this.faults.push({ path, offset: startOf(node), detail: 'an alias to an anchor that does not exist before it' });
    return null;
  }

  private item(node: unknown, path: ManifestPath): unknown {
    const offset = startOf(node);
    this.offsets.set(pathText(path), { key: offset, value: offset, isScalar: isScalar(node) || isAlias(node) });
    return this.value(node, path);
  }

  private map(items: readonly unknown[], path: ManifestPath): unknown {
    const entries = new Map<string, unknown>();
    for (const pair of items) {
      if (!isPair(pair)) continue;
      if (!isScalar(pair.key)) {
        this.faults.push({ path, offset: startOf(pair.key), detail: 'a field must have a plain name' });
        continue;
      }
      // As written: the core schema would take a name such as 2281 for a number.
      const name = pair.key.source ?? String(pair.key.value);
      const own = [...path, name];
      const key = startOf(pair.key);
      if (entries.has(name) || name === '__proto__') {
        this.faults.push({ path: own, offset: key, detail: entries.has(name) ? `the field ${name} stands here a second time` : `unknown field ${name}` });
        continue;
      }
      this.offsets.set(pathText(own), { key, value: pair.value === null ? key : startOf(pair.value), isScalar: isScalar(pair.value) || isAlias(pair.value) });
      entries.set(name, this.value(pair.value, own));
    }
    return Object.fromEntries(entries);
  }
}

function startOf(node: unknown): number {
  return (node as { range?: readonly number[] | null } | null)?.range?.[0] ?? 0;
}

/** Plain data of a document with the place of everything in it. Duplicate fields, broken aliases and oversized documents are faults. */
export function readTree(document: Document.Parsed): DocumentTree {
  const reader = new TreeReader(document);
  const data = reader.read();
  return { data, offsets: reader.offsets, faults: reader.faults };
}
