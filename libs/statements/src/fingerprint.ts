import { canonicalJson, type JsonValue } from '@hemtag/kernel';
import type { Statement } from './statement.js';

/** Canonical JSON (RFC 8785): the bytes that are archived, and of which the SHA-256 is the statement's fingerprint. */
export const fingerprintText = (statement: Statement): string =>
  // A statement is JSON through and through; interfaces have no index signature, which is all that the compiler misses.
  canonicalJson(statement as unknown as JsonValue);
