import type { Language, Statement } from '@hemtag/statements';
import { benefits } from './benefits.js';
import { beyondMoney, delay } from './beyond-money-and-delay.js';
import { charts } from './charts.js';
import type { ExpectedSection } from './expected-table.js';
import { header, summary } from './header-and-summary.js';
import { corrections, deviations, method, signOff } from './last-sections.js';
import { organisation } from './organisation.js';
import { NOT_SHOWN } from './not-shown.js';
import { membersOf, watched } from './read-members.js';
import { readingOf } from './reading.js';

export type { ExpectedSection, ExpectedSentence, ExpectedTable } from './expected-table.js';

/** Everything that the files of a statement must show, worked out from the statement alone. */
export interface ExpectedReport {
  readonly title: string;
  readonly sections: readonly ExpectedSection[];
  /** Members of the statement that no rule shows and no reason excuses. */
  readonly unread: readonly string[];
  /** Excuses for members that are shown after all. */
  readonly needless: readonly string[];
}

const SECTIONS = [header, summary, benefits, organisation, charts, beyondMoney, delay, deviations, corrections, method, signOff];

export function expectedReport(statement: Statement, fingerprint: string, language: Language): ExpectedReport {
  const watch = watched(statement);
  const reading = readingOf(watch.statement, fingerprint, language);
  const { header: of } = watch.statement;
  const sections = SECTIONS.map((section) => section(reading));
  // Three at most, and short ones in what is read here.
  const part = of.departments === undefined ? [] : [...of.departments];
  const excused = Object.keys(NOT_SHOWN);
  return {
    title: `${reading.words.report} ${reading.written.period(of.period)} – ${[...part, reading.written.title(of.title, of.tenant)].join(', ')}`,
    sections,
    unread: [...membersOf(statement)].filter((member) => !watch.asked.has(member) && !excused.includes(member)),
    needless: excused.filter((member) => watch.asked.has(member)),
  };
}
