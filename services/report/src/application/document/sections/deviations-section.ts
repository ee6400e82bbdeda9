import type { DeviationLine } from '@hemtag/statements';
import type { Block } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import { orElse, type SectionContext } from './section-context.js';

/** 8. What benefit owners said of the period's figures, and what is done about it until when. */
export function deviationsSection({ cells, statement, wording }: SectionContext): readonly Block[] {
  const table = tableOf<DeviationLine>(wording, {
    caption: 'deviations',
    columns: [
      words('month', 1.1, ({ month }) => cells.month(month)),
      words('initiative', 1.8, ({ initiative }) => cells.name(initiative)),
      words('benefit', 1.9, ({ benefit }) => cells.name(benefit)),
      words('unit', 0.7, ({ unit }) => cells.text(unit)),
      number('estimated', 1.4, ({ estimated }) => cells.number(estimated)),
      number('gross', 1.4, ({ gross }) => cells.number(gross)),
      number('rate', 1.65, ({ rate }) => cells.number(rate)),
      number('confirmed', 1.4, ({ confirmed }) => cells.number(confirmed)),
      words('cause', 1.2, ({ cause }) => cells.text(cause === null ? null : wording.words.causes[cause])),
      words('comment', 2.4, ({ comment }) => cells.text(comment)),
      words('action', 2.2, ({ action }) => cells.text(action)),
      words('due', 1.1, ({ due }) => cells.day(due)),
      words('confirmedBy', 1.5, ({ confirmedBy }) => cells.text(confirmedBy)),
    ],
    lines: statement.deviations.lines,
  });
  return [orElse(table, wording.phrases.texts.noDeviations)];
}
