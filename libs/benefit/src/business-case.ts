import { err, ok, type Month, type Rational, type Result } from '@hemtag/kernel';
import { caseFlows } from './case-flows.js';
import type { CaseReason } from './case-reason.js';
import { benefitCostRatio, costOfInaction, netPresentValue, paybackMonths, returnOnInvestment, type CashFlows, type Inaction } from './cash-flow.js';
import type { FormulaContext } from './formulas.js';
import { breakEvenShare, costOfDelayPerMonth } from './full-effect.js';
import { netType, type SummedBenefit } from './initiative-sum.js';
import { realisedPaybackMonths } from './realised-payback.js';
import type { BenefitType, InitiativeTerms } from './terms.js';

export interface CaseAssumptions {
  /** In percent. */
  readonly discountRate: Rational;
  readonly years: number;
}

export type CaseWarning = 'NO_RUNNING_COST' | 'BENEFIT_WITHOUT_ESTIMATE';

/** A business case before anything is rounded: contract section 4. What is undefined says why. */
export interface ExactCase {
  readonly type: BenefitType | null;
  readonly flows: Result<CashFlows, CaseReason>;
  readonly npv: Result<Rational, CaseReason>;
  readonly roi: Result<Rational, CaseReason>;
  readonly bcr: Result<Rational, CaseReason>;
  readonly paybackMonths: Result<Rational, CaseReason>;
  readonly breakEvenShare: Result<Rational, CaseReason>;
  readonly costOfDelayPerMonth: Result<Rational, CaseReason>;
  readonly realisedPaybackMonths: Result<Rational, CaseReason>;
  /** Null where the register says nothing about it. */
  readonly inaction: Inaction | null;
  readonly warnings: readonly CaseWarning[];
}

function warningsOf({ costs }: InitiativeTerms, carrying: readonly SummedBenefit[]): CaseWarning[] {
  const warnings: CaseWarning[] = [];
  if (!costs.some(({ kind }) => kind === 'RUNNING')) warnings.push('NO_RUNNING_COST');
  if (carrying.some(({ benefit }) => benefit.estimate.length === 0)) warnings.push('BENEFIT_WITHOUT_ESTIMATE');
  return warnings;
}

/**
 * The business case of an initiative: what the benefits of its net type are estimated to give, bias in and adjustments not, against all its costs. `benefits` are its
 * figures of all months up to `until`, which only the realised payback takes part of.
 */
export function businessCase(
  initiative: InitiativeTerms,
  context: FormulaContext,
  { benefits, until, discountRate, years }: CaseAssumptions & { readonly benefits: readonly SummedBenefit[]; readonly until: Month },
): ExactCase {
  const type = netType(initiative, context);
  const carrying = benefits.filter(({ benefit }) => benefit.type === type);
  const terms = carrying.map(({ benefit }) => benefit);
  const defined = <T>(compute: () => Result<T, CaseReason>): Result<T, CaseReason> => (type === null ? err('NET_UNDEFINED') : compute());
  const flows = defined(() => caseFlows(initiative, context, { carrying: terms, years }));
  const from = (compute: (of: CashFlows) => Rational | null, absent: CaseReason): Result<Rational, CaseReason> => {
    if (!flows.ok) return flows;
    const value = compute(flows.value);
    return value === null ? err(absent) : ok(value);
  };
  return {
    type,
    flows,
    npv: from((of) => netPresentValue(of, discountRate), 'NO_AMOUNT'),
    roi: from(returnOnInvestment, 'NO_COST'),
    bcr: from((of) => benefitCostRatio(of, discountRate), 'NO_COST'),
    paybackMonths: from(paybackMonths, 'NOT_PAID_BACK'),
    breakEvenShare: defined(() => breakEvenShare(initiative, context, terms)),
    costOfDelayPerMonth: defined(() => costOfDelayPerMonth(initiative, context, terms)),
    realisedPaybackMonths: defined(() => realisedPaybackMonths(initiative, { figures: carrying.flatMap(({ figures }) => figures), until })),
    inaction: initiative.inaction === null ? null : costOfInaction(initiative.inaction, years),
    warnings: warningsOf(initiative, carrying),
  };
}
