import { formatAmount, formatQuantity, isZero, rational, type Rational } from '@hemtag/kernel';
import { explainedBooking, type ExplainedBooking } from './explained-booking.js';
import { explainedParts, type ExplainedBenefit, type ExplainedParts, type ExplainedVolume } from './explained-parts.js';
import { figuresOf, type FiguresQuery } from './figures.js';
import { groupBySeries, meteredSeries } from './meter.js';
import type { PeriodFacts } from './periods/period-facts.js';
import type { PrintedFigure } from './printed-figures.js';
import { recompute, type Recomputed } from './recompute.js';
import type { BenefitTerms, InitiativeTerms } from './terms.js';

/** A member of the figure that its parts do not give again. */
export interface FigureDifference {
  readonly member: string;
  readonly figure: string | null;
  readonly recomputed: string | null;
}

export interface ExplainedFigure {
  readonly figure: PrintedFigure;
  readonly initiative: InitiativeTerms;
  readonly benefit: BenefitTerms;
  readonly parts: ExplainedParts;
  readonly recomputed: Recomputed;
  readonly booking: ExplainedBooking;
  /** Empty where the figure recomputed from its parts is the figure. */
  readonly differences: readonly FigureDifference[];
}

const HUNDRED = rational('100');
const HOURS_PER_YEAR = rational('1704');

const amountText = (value: Rational | null): string | null => value && formatAmount(value);
const quantityText = (value: Rational | null): string | null => value && formatQuantity(value);

type Member = readonly [name: string, figure: string | null, recomputed: string | null];

function* membersOf({ quantity, amount, hours, adoption, ...figure }: PrintedFigure, found: Recomputed): Iterable<Member> {
  const { hours: worked, potential } = found;
  yield ['quantity.estimated', quantity.estimated, quantityText(found.estimatedQuantity)];
  yield ['quantity.actual', quantity.actual, quantityText(found.actual)];
  yield ['quantity.counted', quantity.counted, quantityText(found.counted)];
  yield ['quantity.excess', quantity.excess, quantityText(found.excess)];
  yield ['amount.estimated', amount.estimated, amountText(found.estimatedAmount)];
  yield ['amount.gross', amount.gross, amountText(found.gross)];
  yield ['amount.adjusted', amount.adjusted, amountText(found.adjusted)];
  yield ['hours.gross', hours?.gross ?? null, amountText(worked && worked.gross)];
  yield ['hours.adjusted', hours?.adjusted ?? null, amountText(worked && worked.adjusted)];
  yield ['hours.unclaimed', hours?.unclaimed ?? null, amountText(worked && worked.gross.sub(worked.redeployed))];
  yield ['hours.fte', hours?.fte ?? null, amountText(worked && worked.gross.div(HOURS_PER_YEAR))];
  yield ['adoption.potential', adoption?.potential ?? null, quantityText(potential)];
  const share = potential === null || found.actual === null || isZero(potential) ? null : found.actual.mul(HUNDRED).div(potential);
  yield ['adoption.share', adoption?.share ?? null, amountText(share)];
  yield ['reason', figure.reason, found.reason];
}

/** All that an adjustment says is what it books. */
const differencesOf = (figure: PrintedFigure, found: Recomputed, { amount }: ExplainedBooking): FigureDifference[] =>
  [...(figure.kind === 'ORIGINAL' ? membersOf(figure, found) : []), ['amount.asReported', figure.amount.asReported, amountText(amount)] satisfies Member]
    .filter(([, given, again]) => given !== again)
    .map(([member, given, again]) => ({ member, figure: given, recomputed: again }));

/**
 * Explains figures, one after the other: each with everything that it depends on, evaluated a second time from exactly these parts and compared with what the
 * figure says. The usage of the query stands day by day; `figures` may come from elsewhere, and are those of the query where they are left out.
 */
export function* explainFigures(query: FiguresQuery, figures: readonly PrintedFigure[] = figuresOf(query).figures): Iterable<ExplainedFigure> {
  const rates = new Map(query.rates.map((rate) => [rate.name, rate]));
  const series = groupBySeries(query.volumes, query.everUsed);
  for (const initiative of query.initiatives) {
    for (const benefit of initiative.benefits) {
      const rows = figures.filter((row) => row.initiative === initiative.name && row.benefit === benefit.name);
      const of = {
        initiative,
        benefit,
        context: { currency: initiative.currency, rates },
        series: meteredSeries(series, benefit, benefit.meter, initiative.currency),
        channel: benefit.potential && meteredSeries(series, benefit, benefit.potential, initiative.currency),
      };
      for (const figure of rows) yield explainFigure(of, figure, query.periods);
    }
  }
}

function explainFigure(of: ExplainedBenefit, figure: PrintedFigure, periods: PeriodFacts | undefined): ExplainedFigure {
  const parts = explainedParts(of, figure.originalMonth ?? figure.month);
  const recomputed = recompute(parts);
  const booking = explainedBooking(figure, periods, { recomputed, unit: parts.values.at(-1)?.unit ?? null });
  return { figure, initiative: of.initiative, benefit: of.benefit, parts, recomputed, booking, differences: differencesOf(figure, recomputed, booking) };
}

export type VolumeUse = 'metered' | 'potential' | 'cap';

/**
 * The volumes that a figure depends on, and for what. Usage of earlier months is listed under a cap by year where it decides something: where the cap was
 * reached this month, or where an earlier month fills nothing only because its units are mixed.
 */
export function listedVolumes({ volumes, potential, before }: ExplainedParts, { days }: Recomputed): (ExplainedVolume & { readonly use: VolumeUse })[] {
  const isFull = days.some(({ excess }) => !isZero(excess));
  const decisive = before.filter((month) => isFull || new Set(month.volumes.map(({ unit }) => unit)).size > 1);
  return [
    ...volumes.map((volume) => ({ ...volume, use: 'metered' as const })),
    ...(potential ?? []).map((volume) => ({ ...volume, use: 'potential' as const })),
    ...decisive.flatMap((month) => month.volumes.map((volume) => ({ ...volume, use: 'cap' as const }))),
  ];
}

export interface EvidenceShare {
  readonly measured: Rational;
  readonly assumed: Rational;
}

/**
 * How much of an adjusted amount rests on measured parameters, and how much on assumed ones: by the evidence level of the benefit, because usage is always
 * metered and what differs is where the value of one usage comes from. Followed up and calculated is measured; assessed and borrowed is assumed.
 */
export function evidenceShare(evidence: BenefitTerms['evidence'], amount: Rational): EvidenceShare {
  const none = amount.sub(amount);
  return evidence === 'UPPFOLJD' || evidence === 'BERAKNAD' ? { measured: amount, assumed: none } : { measured: none, assumed: amount };
}
