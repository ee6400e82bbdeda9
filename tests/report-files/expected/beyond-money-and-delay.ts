import type { Hours } from '@hemtag/statements';
import type { ByHead, ExpectedSection, ExpectedTable } from './expected-table.js';
import type { Reading } from './reading.js';

const HOURS = ['gross', 'adjusted', 'claimed', 'unclaimed', 'fte'] as const;

function hoursTable({ statement, heads, written, table, type }: Reading, range: 'period' | 'yearToDate'): readonly ExpectedTable[] {
  const { label } = heads;
  const { number, text, name } = written;
  const headOf = { gross: heads.grossHours, adjusted: heads.adjustedHours, claimed: label.claimed, unclaimed: label.unclaimed, fte: label.fte };
  const of = (hours: Hours | null): ByHead => Object.fromEntries(HOURS.map((member) => [headOf[member], number(hours?.[member] ?? null)]));
  const { hours, hourTotals } = statement.beyondMoney;
  return table(
    range === 'period' ? 'hoursPeriod' : 'hoursYear',
    hours.filter((line) => line[range] !== null),
    [
      [label.initiative, ({ initiative }) => text(name(initiative))],
      [label.benefit, ({ benefit }) => text(name(benefit))],
      [label.type, (line) => type(line.type)],
      ...HOURS.map((member) => [headOf[member], (line: (typeof hours)[number]) => number(line[range]?.[member] ?? null)] as const),
    ],
    {
      totals: hourTotals.map((total) => ({
        over: { [label.type]: type(total.type) },
        shown: of(total[range]),
        rounding: of(range === 'period' ? total.periodRounding : total.yearToDateRounding),
      })),
    },
  );
}

/** 6. */
export function beyondMoney(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table, type } = reading;
  const { label, yearOf } = heads;
  const { number, text, name } = written;
  return {
    heading: words.sections.beyondMoney,
    sentences: [],
    tables: [
      ...hoursTable(reading, 'period'),
      ...hoursTable(reading, 'yearToDate'),
      ...table('native', statement.beyondMoney.native, [
        [label.initiative, ({ initiative }) => text(name(initiative))],
        [label.benefit, ({ benefit }) => text(name(benefit))],
        [label.type, (line) => type(line.type)],
        [label.unit, ({ unit }) => text(unit)],
        [label.estimated, ({ period }) => number(period.estimated)],
        [label.gross, ({ period }) => number(period.gross)],
        [label.adjusted, ({ period }) => number(period.adjusted)],
        [yearOf(label.estimated), ({ yearToDate }) => number(yearToDate.estimated)],
        [yearOf(label.gross), ({ yearToDate }) => number(yearToDate.gross)],
        [yearOf(label.adjusted), ({ yearToDate }) => number(yearToDate.adjusted)],
      ]),
    ],
  };
}

/** 7. */
export function delay({ statement, heads, words, written, table, type }: Reading): ExpectedSection {
  const { label } = heads;
  const { number, text, day, name } = written;
  const { waiting, waitingTotals, inaction } = statement.delay;
  const years = inaction.flatMap((of) => [
    ...of.perYear.map((amount, at) => ({ of, year: String(at + 1), amount })),
    { of, year: label.extra, amount: of.extra },
  ]);
  return {
    heading: words.sections.delay,
    sentences: [],
    tables: [
      ...table(
        'waiting',
        waiting,
        [
          [label.initiative, ({ initiative }) => text(name(initiative))],
          [label.phase, ({ phase }) => text(phase === null ? null : words.phases[phase])],
          [label.goLive, ({ goLive }) => day(goLive)],
          [label.type, (line) => type(line.type)],
          [label.currency, ({ currency }) => text(currency)],
          [label.perMonth, ({ perMonth }) => number(perMonth)],
        ],
        {
          totals: waitingTotals.map((total) => ({
            over: { [label.type]: type(total.type), [label.currency]: text(total.currency) },
            shown: { [label.perMonth]: number(total.perMonth) },
          })),
        },
      ),
      ...table('inaction', years, [
        [label.initiative, ({ of }) => text(name(of.initiative))],
        [label.currency, ({ of }) => text(of.currency)],
        [heads.year, ({ year }) => text(year)],
        [heads.amount, ({ amount }) => number(amount)],
      ]),
    ],
  };
}
