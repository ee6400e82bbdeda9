import { err, formatAmount, formatQuantity, ok, type Month, type Rational, type Result } from '@hemtag/kernel';
import { sumKnown, type RangeFigure } from './benefit-sum.js';
import { exactFigures, type FiguresQuery } from './figures.js';
import type { BenefitTerms, InitiativeTerms } from './terms.js';

export const SUM_DIMENSIONS = ['tenant', 'initiative', 'benefit', 'department', 'responsibilityUnit', 'type', 'unit', 'currency'] as const;
/** What a sum is taken over: its parts are told apart by it. */
export type SumDimension = (typeof SUM_DIMENSIONS)[number];

/** What is summed: the figures of each tenant over one range. `type` narrows them. */
export interface SumQuery {
  readonly tenants: readonly FiguresQuery[];
  readonly over: SumDimension;
  readonly type: BenefitTerms['type'] | null;
}

/** A benefit with its figures of the range. */
interface Summand {
  readonly tenant: string;
  readonly initiative: InitiativeTerms;
  readonly benefit: BenefitTerms;
  readonly range: RangeFigure;
}

/** Which of type, unit and currency differ within the set, with all values of each. */
export interface IncompatibleSum {
  readonly differing: Readonly<Partial<Record<'type' | 'unit' | 'currency', readonly string[]>>>;
}

/** Sums as printed; a quantity is null where the benefits count different things, which their amounts need not. */
export interface PrintedSum {
  readonly benefits: number;
  readonly quantity: { readonly unit: string | null; readonly estimated: string | null; readonly counted: string | null };
  readonly amount: { readonly unit: string | null; readonly estimated: string | null; readonly gross: string | null; readonly adjusted: string | null };
}

export interface PrintedFigureSum {
  readonly over: SumDimension;
  readonly from: Month;
  readonly to: Month;
  readonly type: BenefitTerms['type'] | null;
  readonly total: PrintedSum;
  /** In the order of their names; `name` is null for initiatives that have none. Their exact sums add up to the total. */
  readonly parts: readonly (PrintedSum & { readonly name: string | null })[];
}

const distinct = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort();

function nameOf({ tenant, initiative, benefit, range }: Summand, over: SumDimension): string | null {
  switch (over) {
    case 'tenant':
      return tenant;
    case 'initiative':
      return `${tenant}/${initiative.name}`;
    case 'benefit':
      return `${tenant}/${initiative.name}/${benefit.name}`;
    case 'department':
      return initiative.department;
    case 'responsibilityUnit':
      return initiative.responsibilityUnit;
    case 'type':
      return benefit.type;
    case 'unit':
      return range.amount.unit;
    case 'currency':
      return initiative.currency;
  }
}

/** Nothing is summed over types, units or currencies: contract section 4. A benefit without a known unit has no amount to add, and its type counts all the same. */
function incompatibility(summands: readonly Summand[]): IncompatibleSum | null {
  const values = {
    type: distinct(summands.map(({ benefit }) => benefit.type)),
    unit: distinct(summands.map(({ range }) => range.amount.unit)),
    currency: distinct(summands.map(({ initiative }) => initiative.currency)),
  };
  const differing = Object.fromEntries(Object.entries(values).filter(([, of]) => of.length > 1));
  return Object.keys(differing).length === 0 ? null : { differing };
}

const amountText = (value: Rational | null): string | null => (value === null ? null : formatAmount(value));
const quantityText = (value: Rational | null): string | null => (value === null ? null : formatQuantity(value));

function printSum(summands: readonly Summand[]): PrintedSum {
  const amounts = summands.map(({ range }) => range.amount);
  const quantities = summands.map(({ range }) => range.quantity);
  const units = distinct(quantities.map(({ unit }) => unit));
  const one = units.length === 1 && quantities.every(({ unit }) => unit !== null) ? quantities : [];
  return {
    benefits: summands.length,
    quantity: {
      unit: one.length === 0 ? null : (units[0] ?? null),
      estimated: quantityText(sumKnown(one.map(({ estimated }) => estimated))),
      counted: quantityText(sumKnown(one.map(({ counted }) => counted))),
    },
    amount: {
      unit: distinct(amounts.map(({ unit }) => unit))[0] ?? null,
      estimated: amountText(sumKnown(amounts.map(({ estimated }) => estimated))),
      gross: amountText(sumKnown(amounts.map(({ gross }) => gross))),
      adjusted: amountText(sumKnown(amounts.map(({ adjusted }) => adjusted))),
    },
  };
}

function summandsOf({ tenants, type }: SumQuery): Summand[] {
  return tenants.flatMap((query) =>
    exactFigures(query).flatMap(({ initiative, benefits }) =>
      benefits
        .filter(({ benefit }) => (type === null || benefit.type === type) && (query.benefit === undefined || benefit.name === query.benefit))
        .map(({ benefit, range }) => ({ tenant: query.tenant, initiative, benefit, range })),
    ),
  );
}

/** One sum over a set of benefits, and its parts; refused where types, units or currencies differ within the set. `from` and `to` are those of every tenant. */
export function sumFigures(query: SumQuery, { from, to }: { readonly from: Month; readonly to: Month }): Result<PrintedFigureSum, IncompatibleSum> {
  const summands = summandsOf(query);
  const refusal = incompatibility(summands);
  if (refusal !== null) return err(refusal);
  const groups = new Map<string | null, Summand[]>();
  for (const summand of summands) {
    const name = nameOf(summand, query.over);
    groups.set(name, [...(groups.get(name) ?? []), summand]);
  }
  const parts = [...groups].map(([name, of]) => ({ name, ...printSum(of) })).sort((a, b) => ((a.name ?? '') < (b.name ?? '') ? -1 : 1));
  return ok({ over: query.over, from, to, type: query.type, total: printSum(summands), parts });
}
