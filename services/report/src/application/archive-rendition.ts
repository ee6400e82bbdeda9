import type { ReportFormat, ReportLanguage } from '@hemtag/contracts';
import type { Archive, ArchivedBytes, Digest, RenderedFormat, Rendering, StoredStatement } from './ports.js';

export interface FilePorts {
  readonly archive: Archive;
  readonly rendering: Rendering;
  readonly digest: Digest;
  readonly onRendered?: (format: RenderedFormat, tookMs: number) => void;
}

/** The file as the archive has it; rendered from the archived statement and added where it is not there. Of two at the same time the first one stays, for both. */
export async function archiveRendition(
  { tenant, id: statementId }: Pick<StoredStatement, 'tenant' | 'id'>,
  { format, language }: { readonly format: RenderedFormat; readonly language: ReportLanguage },
  { archive, rendering, digest, onRendered }: FilePorts,
): Promise<ArchivedBytes> {
  const archived = await archive.renditionBytes(tenant, { statementId, format, language });
  if (archived !== null) return archived;
  const statement = await archive.statementBytes(tenant, statementId);
  if (statement === null) throw new Error('a report without its statement');
  const { content, tookMs } = await rendering.render({ statement: statement.content, format, language });
  onRendered?.(format, tookMs);
  await archive.addRendition({ tenant, statementId, format, language, content, fingerprint: digest(content), renderer: rendering.version });
  const added = await archive.renditionBytes(tenant, { statementId, format, language });
  if (added === null) throw new Error('a file that was just archived is not there');
  return added;
}

/** The bytes of any file of a report: of JSON the statement's own. */
export async function archivedFile(
  statement: Pick<StoredStatement, 'tenant' | 'id'>,
  { format, language }: { readonly format: ReportFormat; readonly language: ReportLanguage },
  ports: FilePorts,
): Promise<ArchivedBytes> {
  if (format !== 'json') return archiveRendition(statement, { format, language }, ports);
  const bytes = await ports.archive.statementBytes(statement.tenant, statement.id);
  if (bytes === null) throw new Error('a report without its statement');
  return bytes;
}
