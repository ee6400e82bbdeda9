import {
  REPORT_FORMATS,
  REPORT_MEDIA_TYPES,
  ReportFileParameter,
  ReportFileQuery,
  ReportIdParameter,
  type ReportFormat,
  reportFileName,
} from '@hemtag/contracts';
import { isOneOf } from '@hemtag/kernel';
import { HttpProblem, matchesTag, readParameters } from '@hemtag/platform-http';
import { Controller, Get, Header, Headers, Inject, Param, Query, Res } from '@nestjs/common';
import { archivedFile, type FilePorts } from '../../application/archive-rendition.js';
import type { Archive } from '../../application/ports.js';
import { tenantOfReport } from '../../application/report-id.js';
import { ARCHIVE, EXPORT_ROWS, FILE_ARCHIVE } from '../../tokens.js';
import { noReport } from './report-problems.js';

const FILE = /^(.+)\.([a-z]{3,4})$/;
// A page that was kept shows itself and nothing else: it loads nothing and runs nothing.
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** The part of the framework's reply that a file needs. */
interface FileReply {
  code(status: number): FileReply;
  headers(values: Readonly<Record<string, string>>): FileReply;
  type(mediaType: string): FileReply;
  send(content?: Uint8Array): unknown;
}

interface Wanted {
  readonly tenant: string;
  readonly id: string;
  readonly format: ReportFormat;
}

function wantedFile(file: string): Wanted {
  const [, id = '', format = ''] = FILE.exec(file) ?? [];
  const tenant = tenantOfReport(id);
  if (tenant === null) throw noReport();
  if (!isOneOf(REPORT_FORMATS, format)) throw new HttpProblem('NOT_FOUND', `a report is there as ${REPORT_FORMATS.join(', ')}`, { pointer: '/file' });
  return { tenant, id, format };
}

/** `GET /v1/reports/{id}/export`, and `GET /v1/reports/{id}.{pdf,xlsx,html,csv,json}`: byte for byte as it was archived. A language that nobody asked for before is rendered once, and kept. */
@Controller('v1/reports')
export class ReportFilesController {
  constructor(
    @Inject(ARCHIVE) private readonly archive: Archive,
    @Inject(FILE_ARCHIVE) private readonly files: FilePorts,
    @Inject(EXPORT_ROWS) private readonly exportRows: (statement: Uint8Array) => Buffer,
  ) {}

  @Get(':file')
  async file(@Param() parameters: unknown, @Query() query: unknown, @Res() reply: FileReply, @Headers('if-none-match') known?: string): Promise<void> {
    const { format, ...wanted } = wantedFile(readParameters(ReportFileParameter, parameters).file);
    const { language } = readParameters(ReportFileQuery, query);
    const report = await this.archive.report(wanted.tenant, wanted.id);
    if (report === null) throw noReport();
    const { statement } = report;
    const shownIn = language ?? statement.language;
    const { fingerprint, content } = await archivedFile(statement, { format, language: shownIn }, this.files);
    const name = reportFileName({ id: statement.id, format, language: shownIn });
    void reply.headers({
      etag: `"${fingerprint}"`,
      'cache-control': 'private, no-cache',
      'content-disposition': `${format === 'html' ? 'inline' : 'attachment'}; filename="${name}"`,
      'content-security-policy': POLICY,
      'x-content-type-options': 'nosniff',
    });
    if (matchesTag(known, `"${fingerprint}"`)) void reply.code(304).send();
    else void reply.type(REPORT_MEDIA_TYPES[format]).send(content);
  }

  /** One value to a row, for tools that follow goals and plans. */
  @Get(':id/export')
  @Header('content-type', 'text/csv; charset=utf-8')
  async export(@Param() parameters: unknown): Promise<Buffer> {
    const { id } = readParameters(ReportIdParameter, parameters);
    const tenant = tenantOfReport(id);
    const statement = tenant === null ? null : await this.archive.statementBytes(tenant, id);
    if (statement === null) throw noReport();
    return this.exportRows(statement.content);
  }
}
