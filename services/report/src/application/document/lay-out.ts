import type { SectionName, Statement } from '@hemtag/statements';
import { textIn } from '@hemtag/statements';
import { cellsOf } from './cells.js';
import { harmlessText } from './harmless-text.js';
import type { Block, ReportDocument } from './report-document.js';
import { aboutSection } from './sections/about-section.js';
import { benefitsSection } from './sections/benefits-section.js';
import { beyondMoneySection } from './sections/beyond-money-section.js';
import { chartsSection } from './sections/charts-section.js';
import { correctionsSection } from './sections/corrections-section.js';
import { delaySection } from './sections/delay-section.js';
import { deviationsSection } from './sections/deviations-section.js';
import { methodSection } from './sections/method-section.js';
import { organisationSection } from './sections/organisation-section.js';
import type { SectionContext } from './sections/section-context.js';
import { signOffSection } from './sections/sign-off-section.js';
import { summarySection } from './sections/summary-section.js';
import type { Wording } from './wording.js';

/** The eleven sections in their order; a wide one has a table that an upright page is too narrow for. */
const SECTIONS: readonly {
  readonly id: string;
  readonly name: SectionName;
  readonly isWide: boolean;
  readonly startsPage: boolean;
  readonly blocks: (context: SectionContext) => readonly Block[];
}[] = [
  { id: 'about', name: 'header', isWide: false, startsPage: false, blocks: aboutSection },
  { id: 'summary', name: 'summary', isWide: false, startsPage: true, blocks: summarySection },
  { id: 'benefits', name: 'benefits', isWide: true, startsPage: true, blocks: benefitsSection },
  { id: 'organisation', name: 'organisation', isWide: true, startsPage: true, blocks: organisationSection },
  { id: 'charts', name: 'charts', isWide: false, startsPage: true, blocks: chartsSection },
  { id: 'beyond-money', name: 'beyondMoney', isWide: false, startsPage: true, blocks: beyondMoneySection },
  { id: 'delay', name: 'delay', isWide: false, startsPage: false, blocks: delaySection },
  { id: 'deviations', name: 'deviations', isWide: true, startsPage: true, blocks: deviationsSection },
  { id: 'corrections', name: 'corrections', isWide: true, startsPage: true, blocks: correctionsSection },
  { id: 'method', name: 'method', isWide: true, startsPage: true, blocks: methodSection },
  { id: 'sign-off', name: 'signOff', isWide: false, startsPage: true, blocks: signOffSection },
];

function markOf({ header }: Statement, { phrases }: Wording): string | null {
  switch (header.state) {
    case 'OPEN':
      return phrases.texts.openMark;
    case 'PRELIMINARY':
      return phrases.texts.preliminaryMark;
    case 'FINAL':
      return null;
  }
}

/** More names make a title that nobody reads; the first page has all of them. */
const NAMED = 3;
const NAME_CHARACTERS = 60;

function shortName(name: string): string {
  const characters = [...harmlessText(name)];
  return characters.length > NAME_CHARACTERS ? `${characters.slice(0, NAME_CHARACTERS - 1).join('')}…` : characters.join('');
}

/** The departments of a part as a title names them; null of the whole tenant. */
function partIn({ header: { departments } }: Statement): string | null {
  if (departments === undefined) return null;
  const more = departments.length - NAMED;
  return `${departments.slice(0, NAMED).map(shortName).join(', ')}${more > 0 ? ` (+${more})` : ''}`;
}

/** Lays a statement out in one language. @param fingerprint SHA-256 of the statement's canonical JSON */
export function layOut(statement: Statement, fingerprint: string, wording: Wording): ReportDocument {
  const { header } = statement;
  const { phrases } = wording;
  const tenant = harmlessText(textIn(header.title, wording.language, header.tenant));
  const part = partIn(statement);
  const context: SectionContext = { statement, fingerprint, wording, cells: cellsOf(wording, header.timeZone) };
  return {
    language: wording.language,
    title: `${wording.words.report} ${wording.period(header.period)} – ${part === null ? tenant : `${part}, ${tenant}`}`,
    subtitle: [
      phrases.versionOf(header.version),
      wording.words.states[header.state],
      `${wording.head('asKnownOn').toLowerCase()} ${wording.instant(header.asKnownOn, header.timeZone)}`,
      ...(part === null ? [] : [phrases.partOf(part)]),
    ].join(' · '),
    mark: markOf(statement, wording),
    origin: phrases.origin(header.version, fingerprint),
    instant: header.asKnownOn,
    sections: SECTIONS.map(({ id, name, isWide, startsPage, blocks }, at) => ({
      id,
      isWide,
      startsPage,
      heading: wording.words.sections[name],
      sheet: phrases.sheets[at] ?? id,
      blocks: blocks(context),
    })),
    phrases: {
      contents: phrases.texts.contents,
      skipToContent: phrases.texts.skipToContent,
      chartInWords: phrases.texts.chartInWords,
      chartFigures: phrases.texts.chartFigures,
      page: wording.words.page,
      shownOf: phrases.shownOf,
    },
  };
}
