import type { DelaySection } from '@hemtag/statements';
import type { Block, Cell } from '../report-document.js';
import { number, tableOf, words } from '../table-of.js';
import { orElse, type SectionContext, whereAny } from './section-context.js';

interface InactionLine {
  readonly entry: DelaySection['inaction'][number];
  readonly year: string;
  readonly amount: Cell;
}

/** 7. What waiting costs, and what doing nothing costs. */
export function delaySection({ cells, statement, wording }: SectionContext): readonly Block[] {
  const { phrases } = wording;
  const { waiting, waitingTotals, inaction } = statement.delay;
  const waitingTable = tableOf<DelaySection['waiting'][number]>(wording, {
    caption: 'waiting',
    columns: [
      words('initiative', 2.4, ({ initiative }) => cells.name(initiative)),
      words('phase', 1.3, ({ phase }) => cells.text(phase === null ? null : wording.words.phases[phase])),
      words('goLive', 1.1, ({ goLive }) => cells.day(goLive)),
      words('type', 1.7, ({ type }) => cells.text(type === null ? null : wording.words.types[type])),
      words('currency', 0.8, ({ currency }) => cells.text(currency)),
      number('perMonth', 1.5, ({ perMonth }) => cells.number(perMonth)),
    ],
    lines: waiting,
    totals: waitingTotals.map(({ type, currency, perMonth }) => ({
      over: { type: cells.text(wording.words.types[type]), currency: cells.text(currency) },
      sums: { perMonth: cells.number(perMonth) },
    })),
  });
  const inactionLines = inaction.flatMap((entry): readonly InactionLine[] => [
    ...entry.perYear.map((amount, at) => ({ entry, year: String(at + 1), amount: cells.number(amount) })),
    { entry, year: wording.words.labels.extra, amount: cells.number(entry.extra) },
  ]);
  const inactionTable = tableOf<InactionLine>(wording, {
    caption: 'inaction',
    columns: [
      words('initiative', 2.4, ({ entry }) => cells.name(entry.initiative)),
      words('currency', 0.8, ({ entry }) => cells.text(entry.currency)),
      words('year', 1.5, ({ year }) => cells.text(year)),
      number('amount', 1.5, ({ amount }) => amount),
    ],
    lines: inactionLines,
  });
  return [orElse(waitingTable, phrases.texts.noWaiting), ...whereAny(inactionTable)];
}
