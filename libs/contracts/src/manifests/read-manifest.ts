import { z } from 'zod';
import { MANIFEST_KINDS, MANIFEST_VERSION, MANIFESTS, type Manifest, type ManifestKind } from './manifest.js';
import { pathText, type ManifestPath } from './manifest-path.js';
import { nearestName } from './nearest-name.js';
import { withoutPaths } from './without-paths.js';

/** One fault of a document. `unknown-field` points at a field that should not be there, `value` at one whose value cannot be used or that is missing. */
export interface DocumentFault {
  readonly problem: 'unknown-field' | 'value';
  readonly path: ManifestPath;
  readonly detail: string;
}
/**
 * All faults of a document at once. Where there are some, `manifest` is what is left without the faulty parts (null where that is nothing), so that
 * the rules of the register can be checked on the rest and reported together; it must never be applied.
 */
export interface ManifestReading {
  readonly manifest: Manifest | null;
  readonly faults: readonly DocumentFault[];
}

const isObject = (data: unknown): data is Record<string, unknown> => typeof data === 'object' && data !== null && !Array.isArray(data);
const isKind = (kind: unknown): kind is ManifestKind => (MANIFEST_KINDS as readonly unknown[]).includes(kind);

/** The part of a schema that a path leads to; null where the path leaves the objects and lists with a closed shape. */
function schemaAt(schema: z.ZodType, path: ManifestPath): z.ZodType | null {
  if (schema instanceof z.ZodOptional) return schemaAt(schema.unwrap() as z.ZodType, path);
  const [part, ...rest] = path;
  if (part === undefined) return schema;
  if (schema instanceof z.ZodArray) return schemaAt(schema.element as z.ZodType, rest);
  const next = schema instanceof z.ZodObject ? (schema.shape as Record<string, z.ZodType>)[part] : undefined;
  return next ? schemaAt(next, rest) : null;
}

function unknownFieldDetail(schema: z.ZodType, path: ManifestPath, field: string): string {
  const owner = schemaAt(schema, path);
  const known = owner instanceof z.ZodObject ? Object.keys(owner.shape) : [];
  const nearest = nearestName(field, known);
  return `unknown field ${field}: ${nearest ? `did you mean ${nearest}?` : `known here: ${known.join(', ')}`}`;
}

function faultOf(schema: z.ZodType, issue: z.core.$ZodIssue): DocumentFault[] {
  const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part));
  if (issue.code !== 'unrecognized_keys')
    return [{ problem: 'value', path, detail: issue.code === 'invalid_key' ? 'must be a key of lower-case letters, digits and underscores' : issue.message }];
  return issue.keys.map((field) => ({ problem: 'unknown-field', path: [...path, field], detail: unknownFieldDetail(schema, path, field) }));
}

/** The first fault of every place: a value that breaks two rules is put right once. */
function faultsIn(schema: z.ZodType, error: z.ZodError): DocumentFault[] {
  const byPath = new Map<string, DocumentFault>();
  for (const fault of error.issues.flatMap((issue) => faultOf(schema, issue))) {
    const place = pathText(fault.path);
    if (!byPath.has(place)) byPath.set(place, fault);
  }
  return [...byPath.values()];
}

const MAX_ROUNDS = 10;
/** What is left when the faulty parts are taken out; taking out may uncover that an object lacks a field it must have, which is then taken out too. */
function withoutFaults(schema: z.ZodType, data: unknown, faults: readonly DocumentFault[]): Manifest | null {
  let rest = data;
  let open = faults;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    rest = withoutPaths(
      rest,
      open.map((fault) => fault.path),
    );
    const parsed = schema.safeParse(rest);
    if (parsed.success) return parsed.data as Manifest;
    open = faultsIn(schema, parsed.error);
  }
  return null;
}

function headFaults(data: Record<string, unknown>): DocumentFault[] {
  const faults: DocumentFault[] = [];
  if (data.apiVersion !== MANIFEST_VERSION) faults.push({ problem: 'value', path: ['apiVersion'], detail: `must be ${MANIFEST_VERSION}` });
  if (!isKind(data.kind)) {
    const nearest = typeof data.kind === 'string' ? nearestName(data.kind, MANIFEST_KINDS) : null;
    faults.push({ problem: 'value', path: ['kind'], detail: `must be one of ${MANIFEST_KINDS.join(', ')}${nearest ? `: did you mean ${nearest}?` : ''}` });
  }
  return faults;
}

/** Reads the plain data of one document (as YAML or JSON gives it). */
export function readManifest(data: unknown): ManifestReading {
  if (!isObject(data))
    return { manifest: null, faults: [{ problem: 'value', path: [], detail: 'must be an object with apiVersion, kind, metadata and spec' }] };
  const head = headFaults(data);
  if (!isKind(data.kind)) return { manifest: null, faults: head };
  const schema: z.ZodType = MANIFESTS[data.kind];
  const parsed = schema.safeParse({ ...data, apiVersion: MANIFEST_VERSION });
  if (parsed.success) return { manifest: parsed.data as Manifest, faults: head };
  const faults = faultsIn(schema, parsed.error);
  return { manifest: withoutFaults(schema, { ...data, apiVersion: MANIFEST_VERSION }, faults), faults: [...head, ...faults] };
}
