import type { BenefitLine, InitiativeLine, NetTotal, Statement } from '@hemtag/statements';
import type { Cell, DocumentTable } from '../report-document.js';
import { type CellsByHead, type ColumnOf, number, tableOf, type TotalOf, words } from '../table-of.js';
import { orElse, type SectionContext, typeTotal, whereAny } from './section-context.js';
import type { Block } from '../report-document.js';
import type { Wording } from '../wording.js';

/** Lines that paper has room for; more are chosen by what they gave in the year to date. */
const PAPER_LINES = 300;

/** The largest lines, in the order of the statement; money of the tenant's own currency before everything else, because other units cannot be compared. */
export function largestLines({ benefits, header }: Pick<Statement, 'benefits' | 'header'>): readonly BenefitLine[] {
  if (benefits.lines.length <= PAPER_LINES) return benefits.lines;
  const size = ({ yearToDate }: BenefitLine): number => Math.abs(Number(yearToDate.gross ?? yearToDate.estimated ?? 0));
  const first = (line: BenefitLine): number => (line.isMoney && line.unit === header.currency ? 0 : 1);
  const chosen = new Set([...benefits.lines].sort((a, b) => first(a) - first(b) || size(b) - size(a)).slice(0, PAPER_LINES));
  return benefits.lines.filter((line) => chosen.has(line));
}

const nameColumns = ({ cells, wording }: SectionContext): readonly ColumnOf<BenefitLine>[] => [
  words('initiative', 1.9, ({ initiative }) => cells.name(initiative)),
  words('benefit', 2.1, ({ benefit }) => cells.name(benefit)),
  words('type', 2.1, ({ type }) => cells.text(wording.words.types[type])),
  words('unit', 0.8, ({ unit }) => cells.text(unit)),
];

/** Not the type, whose cells the sums compare: a benefit that goes the wrong way, or whose figures will change, says so with its status. */
const statusOf = ({ status, polarity, isPreliminary }: BenefitLine, { words: said }: Wording): string =>
  [said.statuses[status], ...(polarity === 'DISBENEFIT' ? [said.disbenefit] : []), ...(isPreliminary ? [said.preliminaryFigure] : [])].join(', ');

function periodTable(context: SectionContext, paperLines: readonly BenefitLine[]): DocumentTable {
  const { cells, statement, wording } = context;
  // Where there is no amount the reason stands in its place.
  const grossOf = ({ period, reason }: BenefitLine): Cell =>
    period.gross === null && reason !== null ? { kind: 'none', shown: wording.words.reasons[reason] } : cells.number(period.gross);
  return tableOf<BenefitLine>(wording, {
    caption: 'benefitsPeriod',
    columns: [
      ...nameColumns(context),
      words('quantityUnit', 1, ({ quantityUnit }) => cells.text(quantityUnit)),
      number('estimatedQuantity', 1.2, ({ quantity }) => cells.number(quantity.estimated)),
      number('counted', 1.2, ({ quantity }) => cells.number(quantity.counted)),
      number('excess', 0.8, ({ quantity }) => cells.number(quantity.excess)),
      number('perUnit', 1.1, ({ perUnit }) => cells.number(perUnit)),
      number('estimated', 1.5, ({ period }) => cells.number(period.estimated)),
      number('gross', 1.6, grossOf),
      number('adjusted', 1.5, ({ period }) => cells.number(period.adjusted)),
      number('confirmed', 1.5, ({ period }) => cells.number(period.confirmed)),
      number('harvested', 1.5, ({ period }) => cells.number(period.harvested)),
      number('rate', 1.65, ({ period }) => cells.number(period.rate)),
    ],
    lines: statement.benefits.lines,
    paperLines,
    totals: statement.summary.totals.map((total) => typeTotal(context, total, 'period')),
  });
}

function yearTable(context: SectionContext, paperLines: readonly BenefitLine[]): DocumentTable {
  const { cells, statement, wording } = context;
  const confirmedBy = ({ confirmation }: BenefitLine): Cell =>
    confirmation === null
      ? cells.none
      : cells.text(
          `${confirmation.by}, ${wording.instant(confirmation.at, statement.header.timeZone)} (${wording.phrases.confirmedOf(confirmation.confirmedMonths, confirmation.months)})`,
        );
  const totals = statement.summary.totals.map((total): TotalOf => {
    const { over, sums, rounding, beside } = typeTotal(context, total, 'yearToDate');
    const forecast = (amounts: { readonly amount: string | null; readonly plan: string | null }): CellsByHead => ({
      forecast: cells.number(amounts.amount),
      plan: cells.number(amounts.plan),
    });
    return {
      over,
      sums: { ...sums, ...forecast(total.forecast) },
      rounding: { ...rounding, ...forecast(total.forecast.rounding) },
      beside: { ...beside, harvestRate: cells.number(total.harvestRate) },
    };
  });
  return tableOf<BenefitLine>(wording, {
    caption: 'benefitsYear',
    columns: [
      ...nameColumns(context),
      number('estimated', 1.5, ({ yearToDate }) => cells.number(yearToDate.estimated)),
      number('gross', 1.5, ({ yearToDate }) => cells.number(yearToDate.gross)),
      number('adjusted', 1.5, ({ yearToDate }) => cells.number(yearToDate.adjusted)),
      number('confirmed', 1.5, ({ yearToDate }) => cells.number(yearToDate.confirmed)),
      number('harvested', 1.5, ({ yearToDate }) => cells.number(yearToDate.harvested)),
      number('rate', 1.8, ({ yearToDate }) => cells.number(yearToDate.rate)),
      number('forecast', 1.5, ({ forecast }) => cells.number(forecast.amount)),
      number('plan', 1.5, ({ forecast }) => cells.number(forecast.plan)),
      words('evidence', 1.1, ({ evidence }) => cells.text(wording.words.evidence[evidence])),
      words('status', 1.1, (line) => cells.text(statusOf(line, wording))),
      words('benefitOwner', 1.9, ({ benefitOwner }) => cells.text(benefitOwner)),
      words('confirmation', 1.9, confirmedBy),
    ],
    lines: statement.benefits.lines,
    paperLines,
    totals,
  });
}

function varianceTable(context: SectionContext, paperLines: readonly BenefitLine[]): DocumentTable {
  const { cells, statement, wording } = context;
  const hasVariance = ({ variance }: BenefitLine): boolean => variance !== null;
  return tableOf<BenefitLine>(wording, {
    caption: 'variances',
    columns: [
      ...nameColumns(context),
      number('volume', 1.5, ({ variance }) => cells.number(variance?.volume ?? null)),
      number('price', 1.5, ({ variance }) => cells.number(variance?.price ?? null)),
      number('adjustment', 1.5, ({ variance }) => cells.number(variance?.adjustment ?? null)),
      number('difference', 1.5, ({ variance }) => cells.number(variance?.total ?? null)),
    ],
    lines: statement.benefits.lines.filter(hasVariance),
    paperLines: paperLines.filter(hasVariance),
  });
}

function netTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const totals = statement.summary.nets.map((total: NetTotal): TotalOf => {
    const sums = (of: 'amounts' | 'rounding', all: { readonly oneOffCost: string; readonly cumulativeNet: string | null }): CellsByHead => ({
      gross: cells.number(total.period[of].gross),
      runningCost: cells.number(total.period[of].runningCost),
      net: cells.number(total.period[of].net),
      grossYear: cells.number(total.yearToDate[of].gross),
      runningCostYear: cells.number(total.yearToDate[of].runningCost),
      netYear: cells.number(total.yearToDate[of].net),
      oneOffCost: cells.number(all.oneOffCost),
      cumulativeNet: cells.number(all.cumulativeNet),
    });
    return {
      over: { type: cells.text(wording.words.types[total.type]), currency: cells.text(total.currency) },
      sums: sums('amounts', total),
      rounding: sums('rounding', total.rounding),
    };
  });
  return tableOf<InitiativeLine>(wording, {
    caption: 'initiativeNets',
    columns: [
      words('initiative', 2.4, ({ initiative }) => cells.name(initiative)),
      words('type', 1.8, ({ netType }) => cells.text(netType === null ? null : wording.words.types[netType])),
      words('currency', 0.8, ({ currency }) => cells.text(currency)),
      number('gross', 1.5, ({ period }) => cells.number(period.gross)),
      number('runningCost', 1.5, ({ period }) => cells.number(period.runningCost)),
      number('net', 1.5, ({ period }) => cells.number(period.net)),
      number('grossYear', 1.5, ({ yearToDate }) => cells.number(yearToDate.gross)),
      number('runningCostYear', 1.5, ({ yearToDate }) => cells.number(yearToDate.runningCost)),
      number('netYear', 1.5, ({ yearToDate }) => cells.number(yearToDate.net)),
      number('oneOffCost', 1.5, ({ oneOffCost }) => cells.number(oneOffCost)),
      number('cumulativeNet', 1.5, ({ cumulativeNet }) => cells.number(cumulativeNet)),
      words('warnings', 2, ({ warnings }) => cells.text(warnings.map((code) => wording.words.warnings[code]).join(', '))),
    ],
    lines: statement.benefits.initiatives,
    totals,
  });
}

/** 3. Every benefit, then every initiative, because costs belong to it. */
export function benefitsSection(context: SectionContext): readonly Block[] {
  const paperLines = largestLines(context.statement);
  return [
    orElse(periodTable(context, paperLines), context.wording.phrases.texts.noLines),
    ...whereAny(yearTable(context, paperLines)),
    ...whereAny(varianceTable(context, paperLines)),
    ...whereAny(netTable(context)),
  ];
}
