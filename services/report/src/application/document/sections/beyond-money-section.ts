import type { Hours, HoursLine, HoursTotal, NativeLine } from '@hemtag/statements';
import type { Block, DocumentTable } from '../report-document.js';
import { type CellsByHead, number, tableOf, type TotalOf, words } from '../table-of.js';
import { paragraph, type SectionContext, whereAny } from './section-context.js';

function hoursTable({ cells, statement, wording }: SectionContext, range: 'period' | 'yearToDate'): DocumentTable {
  const hourCells = (hours: Hours | null): CellsByHead => ({
    grossHours: cells.number(hours?.gross ?? null),
    adjustedHours: cells.number(hours?.adjusted ?? null),
    claimed: cells.number(hours?.claimed ?? null),
    unclaimed: cells.number(hours?.unclaimed ?? null),
    fte: cells.number(hours?.fte ?? null),
  });
  const totals = statement.beyondMoney.hourTotals.map((total: HoursTotal): TotalOf => ({
    over: { type: cells.text(wording.words.types[total.type]) },
    sums: hourCells(total[range]),
    rounding: hourCells(range === 'period' ? total.periodRounding : total.yearToDateRounding),
  }));
  return tableOf<HoursLine>(wording, {
    caption: range === 'period' ? 'hoursPeriod' : 'hoursYear',
    columns: [
      words('initiative', 2.2, ({ initiative }) => cells.name(initiative)),
      words('benefit', 2.2, ({ benefit }) => cells.name(benefit)),
      words('type', 1.7, ({ type }) => cells.text(wording.words.types[type])),
      number('grossHours', 1.2, (line) => cells.number(line[range]?.gross ?? null)),
      number('adjustedHours', 1.2, (line) => cells.number(line[range]?.adjusted ?? null)),
      number('claimed', 1.3, (line) => cells.number(line[range]?.claimed ?? null)),
      number('unclaimed', 1.4, (line) => cells.number(line[range]?.unclaimed ?? null)),
      number('fte', 1.2, (line) => cells.number(line[range]?.fte ?? null)),
    ],
    lines: statement.beyondMoney.hours.filter((line) => line[range] !== null),
    totals,
  });
}

function nativeTable({ cells, statement, wording }: SectionContext): DocumentTable {
  return tableOf<NativeLine>(wording, {
    caption: 'native',
    columns: [
      words('initiative', 1.9, ({ initiative }) => cells.name(initiative)),
      words('benefit', 1.9, ({ benefit }) => cells.name(benefit)),
      words('type', 1.5, ({ type }) => cells.text(wording.words.types[type])),
      words('unit', 0.9, ({ unit }) => cells.text(unit)),
      number('estimated', 1.3, ({ period }) => cells.number(period.estimated)),
      number('gross', 1.3, ({ period }) => cells.number(period.gross)),
      number('adjusted', 1.3, ({ period }) => cells.number(period.adjusted)),
      number('estimatedYear', 1.3, ({ yearToDate }) => cells.number(yearToDate.estimated)),
      number('grossYear', 1.3, ({ yearToDate }) => cells.number(yearToDate.gross)),
      number('adjustedYear', 1.3, ({ yearToDate }) => cells.number(yearToDate.adjusted)),
    ],
    lines: statement.beyondMoney.native,
  });
}

/** 6. Time set free and everything in units of its own, which is never given a price. */
export function beyondMoneySection(context: SectionContext): readonly Block[] {
  const { texts } = context.wording.phrases;
  return [
    paragraph(texts.hoursRule),
    ...whereAny(hoursTable(context, 'period')),
    ...whereAny(hoursTable(context, 'yearToDate')),
    paragraph(texts.nativeRule),
    ...whereAny(nativeTable(context)),
  ];
}
