import type { SourceLine, StatementHeader } from '@hemtag/statements';
import { textIn } from '@hemtag/statements';
import type { Block, Cell } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import type { Head } from '../words/phrases.js';
import { notice, type SectionContext, whereAny } from './section-context.js';

interface Fact {
  readonly head: Head;
  readonly cell: Cell;
}

function factsOf({ statement, fingerprint, wording, cells }: SectionContext): readonly Fact[] {
  const { header } = statement;
  const title = textIn(header.title, wording.language, header.tenant);
  return [
    { head: 'tenant', cell: cells.text(title === header.tenant ? title : `${title} (${header.tenant})`) },
    ...(header.departments === undefined ? [] : [{ head: 'departments', cell: cells.text(header.departments.join(', ')) } as const]),
    { head: 'period', cell: cells.text(wording.period(header.period)) },
    { head: 'version', cell: cells.text(String(header.version)) },
    { head: 'state', cell: cells.text(wording.words.states[header.state]) },
    // The instant itself stands behind the one for people, to be typed where a figure is to be explained as it was then.
    { head: 'asKnownOn', cell: cells.text(`${wording.instant(header.asKnownOn, header.timeZone)} (${header.asKnownOn})`) },
    { head: 'currency', cell: cells.text(header.currency) },
    { head: 'priceYear', cell: cells.text(header.priceYears.join(', ')) },
    { head: 'completeness', cell: cells.text(header.isComplete ? wording.words.complete : wording.words.incomplete) },
    { head: 'lastEvent', cell: cells.instant(header.lastEvent) },
    { head: 'parameterSetId', cell: cells.text(header.parameterSetId) },
    { head: 'fingerprint', cell: cells.text(fingerprint) },
    ...replacedFacts(header, (value) => cells.text(value)),
  ];
}

const replacedFacts = ({ replaces }: StatementHeader, text: (value: string) => Cell): readonly Fact[] =>
  replaces === null
    ? []
    : [
        { head: 'replaces', cell: text(`${replaces.version} (SHA-256 ${replaces.fingerprint})`) },
        { head: 'reason', cell: text(replaces.reason) },
      ];

/** 1. Of what the report is, as of when, and how complete. */
export function aboutSection(context: SectionContext): readonly Block[] {
  const { statement, wording, cells } = context;
  const { phrases } = wording;
  const { header } = statement;
  const facts = tableOf<Fact>(wording, {
    caption: 'facts',
    columns: [words('fact', 1, ({ head }) => cells.text(wording.head(head))), words('value', 3, ({ cell }) => cell)],
    lines: factsOf(context),
  });
  const sources = tableOf<SourceLine>(wording, {
    caption: 'sources',
    columns: [
      words('source', 1.85, (line) => cells.text(textIn(line.title, wording.language, line.name))),
      words('system', 2.4, (line) => cells.text(line.source)),
      words('expectedEvery', 0.8, (line) => cells.text(line.expectedEvery)),
      number('completeShare', 1.2, (line) => cells.number(line.completeShare)),
      number('endedDays', 1.15, (line) => cells.count(line.endedDays)),
      number('completeDays', 1.1, (line) => cells.count(line.completeDays)),
      number('silentDays', 0.8, (line) => cells.count(line.silentDays)),
      number('incompleteDays', 1.2, (line) => cells.count(line.incompleteDays)),
      words('lastEvent', 1.7, (line) => cells.instant(line.lastEvent)),
    ],
    lines: header.sources,
  });
  const months = tableOf<StatementHeader['months'][number]>(wording, {
    caption: 'months',
    columns: [
      words('month', 1.3, ({ month }) => cells.month(month)),
      words('state', 1.1, ({ state }) => cells.text(wording.words.monthStates[state])),
      number('version', 0.6, ({ version }) => cells.count(version)),
      words('hash', 4, ({ snapshotHash }) => cells.text(snapshotHash)),
    ],
    lines: header.months,
  });
  return [
    ...(header.departments === undefined ? [] : [notice(phrases.texts.partNotice)]),
    facts,
    ...(header.isComplete ? [] : [notice(phrases.texts.incompleteNotice)]),
    months,
    ...whereAny(sources),
  ];
}
