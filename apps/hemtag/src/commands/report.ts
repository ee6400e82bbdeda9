import { REPORT_FORMATS, reportFileName, type ReportFormat, type ReportLanguage, type ReportRow } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { contentOf, noServer, problemOf, refusalOf } from '../answers.js';
import type { ApiResult } from '../api-client.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render } from '../output/rendering.js';
import { onlyTenant } from '../register.js';
import { print } from '../terminal.js';
import { writeWhole } from '../whole-file.js';

export interface ReportOptions {
  readonly period: string;
  /** Empty: the whole tenant. */
  readonly departments: readonly string[];
  readonly folder: string;
  /** Null: the tenant's. */
  readonly language: ReportLanguage | null;
}

/** A file as it was written. */
interface WrittenFile {
  readonly file: string;
  readonly format: ReportFormat;
  readonly language: ReportLanguage | null;
  readonly bytes: number;
  readonly fingerprint: string;
}

const columns: readonly Column<WrittenFile>[] = [
  { header: 'file', cell: ({ file }) => file },
  { header: 'format', cell: ({ format }) => format },
  { header: 'language', cell: ({ language }) => language },
  { header: 'bytes', cell: ({ bytes }) => bytes, numeric: true },
  { header: 'fingerprint', cell: ({ fingerprint }) => fingerprint },
];

/** A large report takes longer than one request may: asking again goes on from where it is. */
const MAX_ATTEMPTS = 5;
const USUAL_PAUSE_MS = 5_000;

async function ask({ api, terminal }: CommandContext, body: object): Promise<ApiResult> {
  for (let attempt = 1; ; attempt += 1) {
    const result = await api.post('/v1/reports', { contentType: 'application/json', body: JSON.stringify(body) });
    const isBeingMade = result.kind === 'answer' && result.status === 503 && problemOf(result).code === 'NOT_READY';
    if (!isBeingMade || attempt === MAX_ATTEMPTS) return result;
    await terminal.sleep(result.retryAfterMs ?? USUAL_PAUSE_MS);
  }
}

/** Writes one file of the report, where its bytes are those that the server means. */
async function writeFile(
  { api }: CommandContext,
  { id, language: own }: ReportRow,
  { format, folder, language }: { readonly format: ReportFormat; readonly folder: string; readonly language: ReportLanguage | null },
): Promise<Result<WrittenFile, Outcome>> {
  const shownIn = format === 'json' ? null : (language ?? own);
  const downloaded = await api.download(`/v1/reports/${id}.${format}`, { query: { language: shownIn } });
  if (downloaded.kind === 'no-answer') return err(noServer(api.url, downloaded.reason));
  if (downloaded.kind === 'answer') return err(refusalOf(downloaded));
  const { bytes, tag } = downloaded;
  const fingerprint = createHash('sha256').update(bytes).digest('hex');
  if (tag !== fingerprint) return err(refused(`What came of ${id}.${format} is not what the server sent; nothing of it was written.`));
  const file = join(folder, reportFileName({ id, format, language: language ?? own }));
  const fault = await writeWhole(file, bytes);
  return fault === null ? ok({ file, format, language: shownIn, bytes: bytes.length, fingerprint }) : err(refused(`${file}: ${fault}.`));
}

/** `hemtag report PERIOD [--department NAME]… [--out DIR] [--language L]` */
export async function report(context: CommandContext, { period, departments, ...options }: ReportOptions): Promise<Outcome> {
  const { api, terminal } = context;
  const tenant = context.tenant === null ? await onlyTenant(api) : ok(context.tenant);
  if (!tenant.ok) return tenant.error;
  const content = contentOf<ReportRow>(await ask(context, { tenant: tenant.value, period, ...(departments.length > 0 && { departments }) }), {
    api,
    list: 'files',
  });
  if (!content.ok) return content.error;
  const written: WrittenFile[] = [];
  for (const format of REPORT_FORMATS) {
    const file = await writeFile(context, content.value, { ...options, format });
    if (!file.ok) return file.error;
    written.push(file.value);
  }
  const { id, departments: of, state, version, knownOn, fingerprint } = content.value;
  const json = JSON.stringify({ id, tenant: tenant.value, period, departments: of, state, version, knownOn, fingerprint, files: written });
  await print(terminal.output, render(listRendering(columns, { rows: written, json }), formatOf(context)));
  return DONE;
}
