import type { BenefitLine, InitiativeLine, NetTotal, TypeTotal } from '@hemtag/statements';
import type { ByHead, ExpectedSection, ExpectedTable, ExpectedTotal } from './expected-table.js';
import type { Reading } from './reading.js';
import type { Value } from './written.js';

const MEASURES = ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested'] as const;

function benefitTotal({ heads, written, type }: Reading, total: TypeTotal, range: 'period' | 'yearToDate'): ExpectedTotal {
  const { label } = heads;
  const { number } = written;
  const of = (amounts: Readonly<Record<(typeof MEASURES)[number], string | null>>): ByHead =>
    Object.fromEntries(MEASURES.map((measure) => [label[measure], number(amounts[measure])]));
  const forecast = ({ amount, plan }: { readonly amount: string | null; readonly plan: string | null }): ByHead =>
    range === 'period' ? {} : { [label.forecast]: number(amount), [label.plan]: number(plan) };
  return {
    over: { [label.type]: type(total.type), [label.unit]: written.text(total.unit) },
    shown: { ...of(total[range].amounts), ...forecast(total.forecast), [label.rate]: number(total[range].amounts.rate) },
    rounding: { ...of(total[range].rounding), ...forecast(total.forecast.rounding) },
  };
}

function confirmed({ confirmation }: BenefitLine, { written }: Reading): Value {
  if (confirmation === null) return written.text(null);
  const monthsOf = { sv: 'av', en: 'of', da: 'af', no: 'av' }[written.language];
  const months = { sv: 'månader', en: 'months', da: 'måneder', no: 'måneder' }[written.language];
  const { by, at, confirmedMonths, months: all } = confirmation;
  return written.text(`${by}, ${written.instant(at).shown} (${confirmedMonths} ${monthsOf} ${all} ${months})`);
}

/** 3. */
export function benefits(reading: Reading): ExpectedSection {
  const { statement, heads, words, written, table, type } = reading;
  const { label } = heads;
  const { number, text } = written;
  const { lines, initiatives } = statement.benefits;
  const names = [
    [label.initiative, ({ initiative }: BenefitLine) => text(written.name(initiative))],
    [label.benefit, ({ benefit }: BenefitLine) => text(written.name(benefit))],
    [label.type, (line: BenefitLine) => type(line.type)],
    [label.unit, ({ unit }: BenefitLine) => text(unit)],
  ] as const;
  const statusOf = ({ status, polarity, isPreliminary }: BenefitLine): string =>
    [words.statuses[status], ...(polarity === 'BENEFIT' ? [] : [words.disbenefit]), ...(isPreliminary ? [words.preliminaryFigure] : [])].join(', ');
  // Where there is no amount, its place has the reason in words; a workbook leaves a place for numbers empty.
  const grossOf = ({ period, reason }: BenefitLine): Value =>
    period.gross === null && reason !== null ? { shown: words.reasons[reason], sheet: null } : number(period.gross);
  return {
    heading: words.sections.benefits,
    sentences: [],
    tables: [
      ...table(
        'benefitsPeriod',
        lines,
        [
          ...names,
          [label.quantityUnit, ({ quantityUnit }) => text(quantityUnit)],
          [heads.estimatedQuantity, ({ quantity }) => number(quantity.estimated)],
          [label.counted, ({ quantity }) => number(quantity.counted)],
          [label.excess, ({ quantity }) => number(quantity.excess)],
          [label.perUnit, ({ perUnit }) => number(perUnit)],
          [label.estimated, ({ period }) => number(period.estimated)],
          [label.gross, grossOf],
          [label.adjusted, ({ period }) => number(period.adjusted)],
          [label.confirmed, ({ period }) => number(period.confirmed)],
          [label.harvested, ({ period }) => number(period.harvested)],
          [label.rate, ({ period }) => number(period.rate)],
        ],
        { totals: statement.summary.totals.map((total) => benefitTotal(reading, total, 'period')) },
      ),
      ...table(
        'benefitsYear',
        lines,
        [
          ...names,
          ...MEASURES.map((measure) => [label[measure], ({ yearToDate }: BenefitLine) => number(yearToDate[measure])] as const),
          [label.rate, ({ yearToDate }) => number(yearToDate.rate)],
          [label.forecast, ({ forecast }) => number(forecast.amount)],
          [label.plan, ({ forecast }) => number(forecast.plan)],
          [label.evidence, ({ evidence }) => text(words.evidence[evidence])],
          [label.status, (line) => text(statusOf(line))],
          [label.benefitOwner, ({ benefitOwner }) => text(benefitOwner)],
          [heads.confirmation, (line) => confirmed(line, reading)],
        ],
        { totals: statement.summary.totals.map((total) => benefitTotal(reading, total, 'yearToDate')) },
      ),
      ...table(
        'variances',
        lines.filter(({ variance }) => variance !== null),
        [
          ...names,
          [label.volume, ({ variance }) => number(variance?.volume ?? null)],
          [label.price, ({ variance }) => number(variance?.price ?? null)],
          [label.adjustment, ({ variance }) => number(variance?.adjustment ?? null)],
          [label.difference, ({ variance }) => number(variance?.total ?? null)],
        ],
      ),
      ...initiativeNets(reading, initiatives),
    ],
  };
}

function initiativeNets({ statement, heads, words, written, table, type }: Reading, lines: readonly InitiativeLine[]): readonly ExpectedTable[] {
  const { label } = heads;
  const { number, text } = written;
  const sums = (total: NetTotal, of: 'amounts' | 'rounding', all: Pick<NetTotal, 'oneOffCost' | 'cumulativeNet'>): ByHead => ({
    [label.gross]: number(total.period[of].gross),
    [label.runningCost]: number(total.period[of].runningCost),
    [label.net]: number(total.period[of].net),
    [heads.yearOf(label.gross)]: number(total.yearToDate[of].gross),
    [heads.yearOf(label.runningCost)]: number(total.yearToDate[of].runningCost),
    [heads.yearOf(label.net)]: number(total.yearToDate[of].net),
    [label.oneOffCost]: number(all.oneOffCost),
    [label.cumulativeNet]: number(all.cumulativeNet),
  });
  return table(
    'initiativeNets',
    lines,
    [
      [label.initiative, ({ initiative }) => text(written.name(initiative))],
      [label.type, ({ netType }) => type(netType)],
      [label.currency, ({ currency }) => text(currency)],
      [label.gross, ({ period }) => number(period.gross)],
      [label.runningCost, ({ period }) => number(period.runningCost)],
      [label.net, ({ period }) => number(period.net)],
      [heads.yearOf(label.gross), ({ yearToDate }) => number(yearToDate.gross)],
      [heads.yearOf(label.runningCost), ({ yearToDate }) => number(yearToDate.runningCost)],
      [heads.yearOf(label.net), ({ yearToDate }) => number(yearToDate.net)],
      [label.oneOffCost, ({ oneOffCost }) => number(oneOffCost)],
      [label.cumulativeNet, ({ cumulativeNet }) => number(cumulativeNet)],
      [label.warnings, ({ warnings }) => text(warnings.map((code) => words.warnings[code]).join(', '))],
    ],
    {
      totals: statement.summary.nets.map((total) => ({
        over: { [label.type]: type(total.type), [label.currency]: text(total.currency) },
        shown: sums(total, 'amounts', total),
        rounding: sums(total, 'rounding', total.rounding),
      })),
    },
  );
}
