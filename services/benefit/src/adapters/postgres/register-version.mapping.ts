import type { RegisterDocument, DocumentKind } from '@hemtag/register';
import type { StoredVersion } from '../../application/ports.js';
import type { RegisterVersionEntity } from './register-version.entity.js';

/** Rows are written from decided changes only, so their kind and document are what the register's domain made. */
export function storedVersionOf(row: RegisterVersionEntity): StoredVersion {
  return {
    tenant: row.tenant === '' ? null : row.tenant,
    kind: row.kind as DocumentKind,
    name: row.name,
    version: row.version,
    document: row.document as RegisterDocument,
    author: row.author,
    recordedAt: row.recordedAt.getTime(),
  };
}
