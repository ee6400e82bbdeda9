import type { BenefitLine, InitiativeLine, NetTotal, Statement } from '@hemtag/statements';
import type { Cell, DocumentTable } from '../report-document.js';
import { type CellsByHead, type ColumnOf, number, tableOf, type TotalOf, words } from '../table-of.js';
import { orElse, type SectionContext, typeTotal, whereAny } from './section-context.js';
import type { Block } from '../report-document.js';

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
  words('initiative', 2.1, ({ initiative }) => cells.name(initiative)),
  words('benefit', 2.3, ({ benefit }) => cells.name(benefit)),
  words('type', 1.6, ({ type }) => cells.text(wording.type(type))),
  words('unit', 0.8, ({ unit }) => cells.text(unit)),
];

function periodTable(context: SectionContext, paperLines: readonly BenefitLine[]): DocumentTable {
  const { cells, statement, wording } = context;
  // Where there is no amount the reason stands in its place.
  const grossOf = ({ period, reason }: BenefitLine): Cell =>
    period.gross === null && reason !== null ? { kind: 'none', shown: wording.reason(reason) } : cells.amount(period.gross);
  return tableOf<BenefitLine>(wording.phrases, {
    caption: 'benefitsPeriod',
    columns: [
      ...nameColumns(context),
      words('quantityUnit', 1, ({ quantityUnit }) => cells.text(quantityUnit)),
      number('estimatedQuantity', 1.2, ({ quantity }) => cells.quantity(quantity.estimated)),
      number('counted', 1.2, ({ quantity }) => cells.quantity(quantity.counted)),
      number('excess', 0.8, ({ quantity }) => cells.quantity(quantity.excess)),
      number('perUnit', 1.1, ({ perUnit }) => cells.quantity(perUnit)),
      number('estimated', 1.5, ({ period }) => cells.amount(period.estimated)),
      number('gross', 1.6, grossOf),
      number('adjusted', 1.5, ({ period }) => cells.amount(period.adjusted)),
      number('confirmed', 1.5, ({ period }) => cells.amount(period.confirmed)),
      number('harvested', 1.5, ({ period }) => cells.amount(period.harvested)),
      number('rate', 1.3, ({ period }) => cells.amount(period.rate)),
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
      forecast: cells.amount(amounts.amount),
      plan: cells.amount(amounts.plan),
    });
    return {
      over,
      sums: { ...sums, ...forecast(total.forecast) },
      rounding: { ...rounding, ...forecast(total.forecast.rounding) },
      beside: { ...beside, harvestRate: cells.amount(total.harvestRate) },
    };
  });
  return tableOf<BenefitLine>(wording.phrases, {
    caption: 'benefitsYear',
    columns: [
      ...nameColumns(context),
      number('estimated', 1.5, ({ yearToDate }) => cells.amount(yearToDate.estimated)),
      number('gross', 1.5, ({ yearToDate }) => cells.amount(yearToDate.gross)),
      number('adjusted', 1.5, ({ yearToDate }) => cells.amount(yearToDate.adjusted)),
      number('confirmed', 1.5, ({ yearToDate }) => cells.amount(yearToDate.confirmed)),
      number('harvested', 1.5, ({ yearToDate }) => cells.amount(yearToDate.harvested)),
      number('rate', 1.2, ({ yearToDate }) => cells.amount(yearToDate.rate)),
      number('forecast', 1.5, ({ forecast }) => cells.amount(forecast.amount)),
      number('plan', 1.5, ({ forecast }) => cells.amount(forecast.plan)),
      words('evidence', 1.1, ({ evidence }) => cells.text(wording.evidence(evidence))),
      words('status', 1, ({ status }) => cells.text(wording.status(status))),
      words('owner', 1.6, ({ benefitOwner }) => cells.text(benefitOwner)),
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
  return tableOf<BenefitLine>(wording.phrases, {
    caption: 'variances',
    columns: [
      ...nameColumns(context),
      number('volume', 1.5, ({ variance }) => cells.amount(variance?.volume ?? null)),
      number('price', 1.5, ({ variance }) => cells.amount(variance?.price ?? null)),
      number('adjustment', 1.5, ({ variance }) => cells.amount(variance?.adjustment ?? null)),
      number('difference', 1.5, ({ variance }) => cells.amount(variance?.total ?? null)),
    ],
    lines: statement.benefits.lines.filter(hasVariance),
    paperLines: paperLines.filter(hasVariance),
  });
}

function netTable({ cells, statement, wording }: SectionContext): DocumentTable {
  const totals = statement.summary.nets.map((total: NetTotal): TotalOf => {
    const sums = (of: 'amounts' | 'rounding', all: { readonly oneOffCost: string; readonly cumulativeNet: string }): CellsByHead => ({
      gross: cells.amount(total.period[of].gross),
      runningCost: cells.amount(total.period[of].runningCost),
      net: cells.amount(total.period[of].net),
      grossYear: cells.amount(total.yearToDate[of].gross),
      runningCostYear: cells.amount(total.yearToDate[of].runningCost),
      netYear: cells.amount(total.yearToDate[of].net),
      oneOffCost: cells.amount(all.oneOffCost),
      cumulativeNet: cells.amount(all.cumulativeNet),
    });
    return {
      over: { type: cells.text(wording.type(total.type)), currency: cells.text(total.currency) },
      sums: sums('amounts', total),
      rounding: sums('rounding', total.rounding),
    };
  });
  return tableOf<InitiativeLine>(wording.phrases, {
    caption: 'initiativeNets',
    columns: [
      words('initiative', 2.4, ({ initiative }) => cells.name(initiative)),
      words('type', 1.8, ({ netType }) => cells.text(netType === null ? null : wording.type(netType))),
      words('currency', 0.8, ({ currency }) => cells.text(currency)),
      number('gross', 1.5, ({ period }) => cells.amount(period.gross)),
      number('runningCost', 1.5, ({ period }) => cells.amount(period.runningCost)),
      number('net', 1.5, ({ period }) => cells.amount(period.net)),
      number('grossYear', 1.5, ({ yearToDate }) => cells.amount(yearToDate.gross)),
      number('runningCostYear', 1.5, ({ yearToDate }) => cells.amount(yearToDate.runningCost)),
      number('netYear', 1.5, ({ yearToDate }) => cells.amount(yearToDate.net)),
      number('oneOffCost', 1.5, ({ oneOffCost }) => cells.amount(oneOffCost)),
      number('cumulativeNet', 1.5, ({ cumulativeNet }) => cells.amount(cumulativeNet)),
      words('warnings', 2, ({ warnings }) => cells.text(warnings.map((code) => wording.initiativeWarning(code)).join(', '))),
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
