import { isZero, lastDay, type Month, type Rational } from '@hemtag/kernel';
import type { ExactAdoption, RangeFigure } from './benefit-sum.js';
import { applyFormula, parametersOn } from './formulas.js';
import type { BenefitInForce } from './month-figure.js';

/** What lies between the estimate and the adjusted amount. The three parts add up to the total exactly. */
export interface ExactVariance {
  readonly total: Rational;
  /** Other quantities than estimated, at the estimated amount per unit. */
  readonly volume: Rational;
  /** Another amount per unit than estimated. */
  readonly price: Rational;
  /** Deadweight, attribution and redeployable share. */
  readonly adjustment: Rational;
}

/** Contract section 4, "Variance": with p = estimated amount / estimated quantity. Null without an estimate, or where quantity or amount is not known. */
export function varianceOf({ quantity, amount }: Pick<RangeFigure, 'quantity' | 'amount'>): ExactVariance | null {
  const { gross, adjusted, estimated } = amount;
  const { counted } = quantity;
  if (quantity.estimated === null || estimated === null || isZero(quantity.estimated) || counted === null || gross === null || adjusted === null) return null;
  const perUnit = estimated.div(quantity.estimated);
  return {
    total: adjusted.sub(estimated),
    volume: counted.sub(quantity.estimated).mul(perUnit),
    price: gross.sub(counted.mul(perUnit)),
    adjustment: adjusted.sub(gross),
  };
}

/** What is not realised (yet): domain.md d7. */
export interface ExactUnrealised {
  /** Estimated − gross. */
  readonly plan: Rational | null;
  /** What the rest of the whole channel would give, at the amount per unit in force at the end of the range; null without a `potential` meter. */
  readonly potential: Rational | null;
}

export function unrealisedOf(
  { benefit, context }: BenefitInForce,
  { range, adoption, to }: { readonly range: RangeFigure; readonly adoption: ExactAdoption | null; readonly to: Month },
): ExactUnrealised {
  const { amount, quantity } = range;
  const parameters = parametersOn(benefit.value, context, lastDay(to));
  const rest =
    adoption === null || quantity.actual === null || parameters === null ? null : applyFormula(adoption.potential.sub(quantity.actual), parameters).amount;
  return {
    plan: amount.estimated === null || amount.gross === null ? null : amount.estimated.sub(amount.gross),
    potential: rest !== null && benefit.polarity === 'DISBENEFIT' ? rest.neg() : rest,
  };
}
