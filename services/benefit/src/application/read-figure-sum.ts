import type { BenefitType, FigureSumResponse, SumDimension } from '@hemtag/contracts';
import { sumFigures, type FiguresQuery as FiguresFacts, type IncompatibleSum } from '@hemtag/benefit';
import { err, localDayOf, monthOf, type Instant, type Result } from '@hemtag/kernel';
import { figuresInput, type FiguresPorts, type FiguresRefusal } from './read-figures.js';

export interface FigureSumQuery {
  /** Null takes every tenant that is registered. */
  readonly tenants: readonly string[] | null;
  /** Months, both included. Left out: the calendar year of `to` from January on, up to the current month (of UTC, because tenants may lie in several zones). */
  readonly from: string | null;
  readonly to: string | null;
  readonly over: SumDimension;
  readonly type: BenefitType | null;
  readonly initiative: string | null;
  readonly benefit: string | null;
  /** From register and volumes as they were known then; null: now. */
  readonly asKnownOn: Instant | null;
}

export type FigureSumRefusal = FiguresRefusal | ({ readonly kind: 'incompatible-sum' } & IncompatibleSum);

/** One sum over the benefits of tenants, and its parts. Where several tenants are asked, those without the initiative or benefit that is named take no part. */
export async function readFigureSum(
  { tenants, over, type, initiative, benefit, asKnownOn, ...range }: FigureSumQuery,
  ports: FiguresPorts,
): Promise<Result<FigureSumResponse, FigureSumRefusal>> {
  const to = range.to ?? monthOf(localDayOf(asKnownOn ?? ports.clock(), 'UTC'));
  const from = range.from ?? `${to.slice(0, 4)}-01`;
  const names = tenants ?? (await ports.register.versions({ kind: 'Tenant', tenant: null, name: null })).map(({ name }) => name);
  const facts: FiguresFacts[] = [];
  let absent: FiguresRefusal | null = null;
  for (const tenant of new Set(names)) {
    const read = await figuresInput({ tenant, from, to, initiative, benefit, priceYear: null, asKnownOn }, ports);
    if (read.ok) facts.push(read.value);
    else if (read.error.kind === 'unknown-initiative' || read.error.kind === 'unknown-benefit') absent = read.error;
    else return read;
  }
  if (facts.length === 0 && absent !== null) return err(absent);
  const summed = sumFigures({ tenants: facts, over, type }, { from, to });
  return summed.ok ? summed : err({ kind: 'incompatible-sum', ...summed.error });
}
