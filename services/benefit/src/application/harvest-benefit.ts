import type { HarvestWarning } from '@hemtag/contracts';
import { err, isMonth, ok, rational, sum, type Rational, type Result } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import type { ConfirmationStore, StoredHarvest } from './confirmation-ports.js';
import type { RegisterStore } from './ports.js';
import { termsOf } from './terms-of-documents.js';

export interface HarvestBenefit {
  readonly tenant: string;
  /** INITIATIVE/BENEFIT/PLAN_LINE */
  readonly line: string;
  readonly month: string;
  readonly amount: Rational;
  readonly actor: string;
}
export type HarvestRefusal =
  | { readonly kind: 'unknown-tenant' }
  | { readonly kind: 'no-month' }
  | { readonly kind: 'no-money' }
  /** `known` are the lines that there are, as INITIATIVE/BENEFIT/PLAN_LINE. */
  | { readonly kind: 'unknown-line'; readonly known: readonly string[] };

export interface HarvestOutcome {
  readonly stored: StoredHarvest;
  readonly harvested: Rational;
  readonly planned: Rational;
  readonly warnings: readonly HarvestWarning[];
}

interface PlanLine {
  readonly initiative: string;
  readonly currency: string;
  readonly benefit: string;
  readonly name: string;
  readonly plannedAmount: Rational;
}

/** Formulas whose amounts are in the currency: kilometres, emissions and native units cannot be taken out of a budget. */
const MONEY: ReadonlySet<string> = new Set(['unit-value', 'time-saved', 'amount']);

const idOf = ({ initiative, benefit, name }: PlanLine): string => `${initiative}/${benefit}/${name}`;
const lineOf = ({ initiative, benefit, planLine }: StoredHarvest): string => `${initiative}/${benefit}/${planLine}`;

function planOf(documents: readonly RegisterDocument[]): PlanLine[] {
  return documents.flatMap((document) =>
    document.kind !== 'Initiative'
      ? []
      : document.spec.benefits.flatMap((benefit) =>
          (benefit.plan ?? []).map(({ name, plannedAmount }) => ({
            initiative: document.metadata.name,
            currency: document.spec.currency,
            benefit: benefit.name,
            name,
            plannedAmount: rational(plannedAmount),
          })),
        ),
  );
}

/**
 * What a line of the plan took out of a budget in a month. The line has to stand in the register; more than it planned, over all months, is a warning. A second
 * amount for the same line and month replaces the first, so that a mistake is put right by the right amount, and 0 takes it back.
 */
export async function harvestBenefit(
  { tenant, line, month, amount, actor }: HarvestBenefit,
  { register, confirmations }: { readonly register: RegisterStore; readonly confirmations: ConfirmationStore },
): Promise<Result<HarvestOutcome, HarvestRefusal>> {
  if (!isMonth(month)) return err({ kind: 'no-month' });
  const documents = await register.documentsOf(tenant, null);
  const terms = termsOf(documents, tenant);
  if (terms === null) return err({ kind: 'unknown-tenant' });
  const plan = planOf(documents);
  const planned = plan.find((one) => idOf(one) === line);
  if (planned === undefined) return err({ kind: 'unknown-line', known: plan.map(idOf).sort() });
  const { initiative, benefit, name: planLine, currency: unit, plannedAmount } = planned;
  const values = terms.initiatives.find(({ name }) => name === initiative)?.benefits.find(({ name }) => name === benefit)?.value ?? [];
  if (values.length > 0 && !values.some(({ formula }) => MONEY.has(formula))) return err({ kind: 'no-money' });
  const stored = await confirmations.harvest(tenant, { initiative, benefit, planLine, month, amount, unit, actor });
  const harvested = sum((await confirmations.harvests(tenant, null)).filter((one) => lineOf(one) === line).map((one) => one.amount));
  return ok({ stored, harvested, planned: plannedAmount, warnings: harvested.compare(plannedAmount) > 0 ? ['OVER_HARVESTED'] : [] });
}
