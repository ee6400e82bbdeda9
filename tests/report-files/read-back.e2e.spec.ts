import { exampleStatement, renderInProcess, type RenderRun } from '@hemtag/bench';
import { fingerprintText, LANGUAGES, reconcileStatement, type BenefitLine, type Language, type Statement } from '@hemtag/statements';
import { join } from 'node:path';
import { fullStatement } from './full-statement.js';
import { hasPdftotext, readBack, type ReadBack, type ReportFiles } from './read-back.js';

/*
 * The rendered files are read by other rules than those that laid them out, and must say what the statement says: every value of every member, in its section, its table,
 * its row and under its head, as the language writes it.
 */
const full = fullStatement();
const pages = exampleStatement({ benefits: 50 });
const runs: RenderRun[] = [];
const filesIn = (folder: string): ReportFiles => ({ pdf: join(folder, 'report.pdf'), xlsx: join(folder, 'report.xlsx'), html: join(folder, 'report.html') });
async function rendered(statement: Statement, language: Language = 'sv'): Promise<ReportFiles> {
  const run = await renderInProcess(statement, { language, formats: ['pdf', 'xlsx', 'html'] });
  runs.push(run);
  return filesIn(run.folder);
}
afterAll(() => Promise.all(runs.map((run) => run.dispose())));

/** What was found of the files of one statement when another one was asked for. */
const readAs = async (asked: Statement, files: ReportFiles, language: Language = 'sv'): Promise<ReadBack> => readBack(fingerprintText(asked), language, files);
const withLines = (change: (lines: readonly BenefitLine[]) => readonly BenefitLine[]): Statement => ({
  ...pages,
  benefits: { ...pages.benefits, lines: change(pages.benefits.lines) },
});

it.each(LANGUAGES)('every member of a statement that says everything is read back from its files in %s', async (language) => {
  const read = await readAs(full, await rendered(full, language), language);
  expect(read).toEqual({ html: [], xlsx: [], pdf: hasPdftotext ? [] : null, unread: [], needless: [] });
});

describe('tables that go over several pages', () => {
  let files: ReportFiles;
  beforeAll(async () => void (files = await rendered(pages)));

  it('are read back, row behind row', async () => {
    expect(reconcileStatement(pages)).toEqual([]);
    expect(await readAs(pages, files)).toEqual({ html: [], xlsx: [], pdf: hasPdftotext ? [] : null, unread: [], needless: [] });
  });
  it('and members that the reader has no rule for are named', async () => {
    const unknown = {
      ...pages,
      header: { ...pages.header, moods: ['good'] },
      benefits: { ...pages.benefits, wishes: [{ name: 'less-paper', reached: '12.00' }] },
    };
    expect([...(await readAs(unknown, files)).unread].sort()).toEqual(['benefits.wishes[].name', 'benefits.wishes[].reached', 'header.moods[]']);
  });
});

/** Files of this statement, read as those of `pages`, have a fault in each of these tables. */
interface Wrong {
  readonly what: string;
  readonly statement: Statement;
  readonly tables: readonly string[];
}
const { charts, summary, organisation } = pages;
const WRONG: readonly Wrong[] = [
  { what: 'a row is missing', statement: withLines((lines) => lines.toSpliced(40, 1)), tables: ['benefitsPeriod', 'benefitsYear', 'variances'] },
  { what: 'a row stands twice', statement: withLines((lines) => lines.toSpliced(40, 0, ...lines.slice(40, 41))), tables: ['benefitsPeriod', 'benefitsYear', 'variances'] },
  {
    what: 'two columns have changed places, a digit, a sum, a name, a sign is another one',
    statement: {
      ...withLines((lines) =>
        lines.map((line, at) => ({
          ...line,
          period: { ...line.period, gross: line.period.adjusted, adjusted: line.period.gross },
          yearToDate: at === 7 ? { ...line.yearToDate, harvested: '1.01' } : line.yearToDate,
        })),
      ),
      summary: { ...summary, nets: summary.nets.map((total) => ({ ...total, oneOffCost: '4000000.01' })) },
      organisation: { ...organisation, planLines: organisation.planLines.map((line, at) => (at === 3 ? { ...line, measure: 'Mindre porto' } : line)) },
      charts: { ...charts, payback: charts.payback.map((chart) => ({ ...chart, points: chart.points.map(({ month, cumulativeNet }) => ({ month, cumulativeNet: cumulativeNet.replace('-', '') })) })) },
    },
    tables: ['benefitsPeriod', 'benefitsYear', 'initiativeNets', 'planLines', 'payback'],
  },
]; // prettier-ignore

describe.each(WRONG)('where $what', ({ statement, tables }) => {
  it('the reader finds it in each format', async () => {
    const { html, xlsx, pdf } = await readAs(pages, await rendered(statement));
    const found = (faults: readonly string[]): readonly string[] => tables.filter((table) => faults.some((fault) => fault.includes(`» ${table}`)));
    expect({ html: found(html), xlsx: found(xlsx) }).toEqual({ html: tables, xlsx: tables });
    // Figures behind charts are drawn on paper.
    if (pdf !== null) expect(found(pdf)).toEqual(tables.filter((table) => table !== 'payback'));
  });
});
