import { Writable } from 'node:stream';
import exceljs from 'exceljs';
import { type ReportDocument } from '../../application/document/report-document.js';
import { fixZipTimes } from './fixed-zip-times.js';
import { frozenRows, type NamedRange, writeSection } from './section-sheet.js';

/** Keeps what is written to it. */
class Collector extends Writable {
  readonly chunks: Buffer[] = [];
  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }
}

/** Members of the streaming writer that its types leave out; it writes them when it is committed. */
interface WorkbookProperties {
  readonly title: string;
  readonly subject: string;
  readonly created: Date;
  readonly modified: Date;
  readonly creator: string;
  readonly lastModifiedBy: string;
  readonly _definedNames: { readonly model: readonly NamedRange[] };
}

/**
 * The report as a workbook, a sheet for each section. The same document gives the same bytes: its dates come from the statement. Rows are packed as they are written, so
 * that memory does not follow the number of benefits; only the packed file is held, because the times in it are set at the end.
 */
export async function xlsxFile(document: ReportDocument): Promise<Uint8Array> {
  const stream = new Collector();
  const instant = new Date(document.instant);
  const workbook = new exceljs.stream.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: true });
  const names: NamedRange[] = [];
  const properties: WorkbookProperties = {
    title: document.title,
    subject: document.subtitle,
    created: instant,
    modified: instant,
    creator: 'Hemtag',
    lastModifiedBy: 'Hemtag',
    // The library would keep a name as one object for each of its cells.
    _definedNames: { model: names },
  };
  Object.assign(workbook, properties);
  for (const section of document.sections) {
    const sheet = workbook.addWorksheet(section.sheet, {
      views: [{ state: 'frozen', xSplit: 0, ySplit: frozenRows(section, document) }],
      pageSetup: { paperSize: 9, orientation: section.isWide ? 'landscape' : 'portrait', fitToPage: true, fitToWidth: 1, fitToHeight: 0 },
    });
    names.push(...(await writeSection(sheet, section, document)));
    sheet.commit();
  }
  await workbook.commit();
  return fixZipTimes(Buffer.concat(stream.chunks));
}
