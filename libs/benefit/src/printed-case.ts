import { formatAmount, formatInstant, formatQuantity, localDayOf, monthOf, type Month, type Rational, type Result } from '@hemtag/kernel';
import { businessCase, type CaseAssumptions, type CaseWarning, type ExactCase } from './business-case.js';
import { monthsOfYear } from './case-flows.js';
import type { CaseReason } from './case-reason.js';
import { cumulativeNets, netOfYear, type CashFlows } from './cash-flow.js';
import { exactFigures, type FiguresQuery } from './figures.js';
import type { BenefitType, InitiativeTerms } from './terms.js';

const MEMBERS = ['npv', 'roi', 'bcr', 'paybackMonths', 'breakEvenShare', 'costOfDelayPerMonth', 'realisedPaybackMonths'] as const;
type CaseMember = (typeof MEMBERS)[number];

/** A year of a business case as printed; `from` and `to` are its first and last month, `cumulative` includes the cost at the start. */
export interface PrintedYear {
  readonly year: number;
  readonly from: Month;
  readonly to: Month;
  readonly benefit: string;
  readonly runningCost: string;
  readonly net: string;
  readonly cumulative: string;
}

/** A line of the realisation plan, with the benefit that it belongs to. */
export interface PrintedPlanLine {
  readonly benefit: string;
  readonly name: string;
  readonly measure: string | null;
  readonly responsibilityUnit: string | null;
  readonly budgetYear: number | null;
  readonly plannedAmount: string;
  readonly plannedDate: string;
  readonly decisionRef: string | null;
}

/** `hemtag case`: contract section 4. Decimal text with 2 decimals; null where undefined, then `reasons` says why. */
export interface PrintedCase extends Readonly<Record<CaseMember, string | null>> {
  readonly tenant: string;
  readonly initiative: string;
  readonly currency: string;
  readonly asKnownOn: string;
  /** Of the benefits that carry the costs. */
  readonly type: BenefitType | null;
  readonly discountRate: string;
  readonly years: number;
  readonly goLive: string | null;
  readonly inaction: { readonly perYear: readonly string[]; readonly extra: string } | null;
  /** What is paid at the start: everything dated, and what ran before the go-live. */
  readonly startCost: string | null;
  readonly flows: readonly PrintedYear[];
  readonly plan: readonly PrintedPlanLine[];
  readonly reasons: Readonly<Partial<Record<CaseMember, CaseReason>>>;
  readonly warnings: readonly CaseWarning[];
}

export interface CaseQuery extends Omit<FiguresQuery, 'from' | 'to' | 'benefit' | 'priceYear' | 'activity' | 'incompleteDays' | 'sources'>, CaseAssumptions {
  readonly initiative: string;
}

const textOf = (member: Result<Rational, CaseReason>): string | null => (member.ok ? formatAmount(member.value) : null);

function printYears(goLive: string, flows: CashFlows): PrintedYear[] {
  const cumulative = cumulativeNets(flows);
  return flows.years.flatMap((year, index) => {
    const { from, to } = monthsOfYear(goLive, index + 1);
    const after = cumulative[index + 1];
    if (after === undefined) return [];
    return [
      {
        year: index + 1,
        from,
        to,
        benefit: formatAmount(year.benefit),
        runningCost: formatAmount(year.runningCost),
        net: formatAmount(netOfYear(year)),
        cumulative: formatAmount(after),
      },
    ];
  });
}

const printPlan = ({ benefits }: InitiativeTerms): PrintedPlanLine[] =>
  benefits.flatMap((benefit) =>
    benefit.plan.map(({ plannedAmount, ...line }) => ({ benefit: benefit.name, ...line, plannedAmount: formatAmount(plannedAmount) })),
  );

function printMembers(exact: ExactCase): Pick<PrintedCase, CaseMember | 'reasons' | 'startCost' | 'inaction'> {
  const values = Object.fromEntries(MEMBERS.map((member) => [member, textOf(exact[member])])) as Record<CaseMember, string | null>;
  const reasons = Object.fromEntries(
    MEMBERS.flatMap((member) => {
      const { [member]: of } = exact;
      return of.ok ? [] : [[member, of.error]];
    }),
  ) as PrintedCase['reasons'];
  const { inaction, flows } = exact;
  return {
    ...values,
    inaction: inaction && { perYear: inaction.perYear.map(formatAmount), extra: formatAmount(inaction.extra) },
    startCost: flows.ok ? formatAmount(flows.value.startCost) : null,
    reasons,
  };
}

/** The business case of the initiative that is named; null where the tenant has no such initiative. The realised months are those up to the month of `now`. */
export function businessCaseOf({ discountRate, years, ...query }: CaseQuery): PrintedCase | null {
  const until = monthOf(localDayOf(query.now, query.timeZone));
  const [computed] = exactFigures({ ...query, from: until, to: until, sources: [], activity: [], incompleteDays: [] });
  if (computed === undefined) return null;
  const { initiative, context, benefits } = computed;
  const exact = businessCase(initiative, context, { benefits, until, discountRate, years });
  return {
    tenant: query.tenant,
    initiative: initiative.name,
    currency: initiative.currency,
    asKnownOn: formatInstant(query.now, query.timeZone),
    type: exact.type,
    discountRate: formatQuantity(discountRate),
    years,
    goLive: initiative.goLive,
    ...printMembers(exact),
    flows: exact.flows.ok && initiative.goLive !== null ? printYears(initiative.goLive, exact.flows.value) : [],
    plan: printPlan(initiative),
    warnings: exact.warnings,
  };
}
