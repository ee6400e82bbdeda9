import type { FiguresResponse } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, wrongUsage, type Outcome } from '../outcome.js';
import { figuresRendering } from '../output/figure-columns.js';
import { render } from '../output/rendering.js';
import { isRecord } from '../record.js';
import { knownTenant, latestSpec, onlyTenant, registerObjects, tenantOfObject } from '../register.js';
import { print } from '../terminal.js';

export interface FiguresOptions {
  readonly from: string;
  readonly to: string;
  readonly initiative: string | null;
  readonly benefit: string | null;
  readonly priceYear: string | null;
}

async function tenantOf({ api, tenant }: CommandContext, { initiative }: FiguresOptions): Promise<Result<string, Outcome>> {
  if (tenant !== null) return knownTenant(api, tenant);
  return initiative === null ? onlyTenant(api) : tenantOfObject(api, { kind: 'initiative', name: initiative });
}

const benefitNames = (spec: Readonly<Record<string, unknown>>): string[] =>
  Array.isArray(spec.benefits) ? spec.benefits.filter(isRecord).map((benefit) => String(benefit.name)) : [];

/** A misspelt name would give an empty table, which reads like "no benefit". */
async function knownNames(
  { api }: CommandContext,
  { tenant, initiative, benefit }: FiguresOptions & { readonly tenant: string },
): Promise<Result<null, Outcome>> {
  if (initiative === null && benefit === null) return ok(null);
  const initiatives = await registerObjects(api, { kind: 'initiative', tenant, name: initiative });
  if (!initiatives.ok) return initiatives;
  if (initiative !== null && initiatives.value.length === 0) return err(refused(`No initiative ${initiative} is registered in ${tenant}.`));
  const benefits = initiatives.value.flatMap((object) => benefitNames(latestSpec(object)));
  if (benefit === null || benefits.includes(benefit)) return ok(null);
  const where = initiative === null ? tenant : `${initiative} of ${tenant}`;
  return err(refused(`There is no benefit ${benefit} in ${where}; there are ${[...new Set(benefits)].sort().join(', ')}.`));
}

/** `hemtag figures --from M --to M …` */
export async function figures(context: CommandContext, options: FiguresOptions): Promise<Outcome> {
  const { from, to, initiative, benefit, priceYear } = options;
  if (from > to) return wrongUsage(`--from ${from} lies after --to ${to}.`);
  const tenant = await tenantOf(context, options);
  if (!tenant.ok) return tenant.error;
  const known = await knownNames(context, { ...options, tenant: tenant.value });
  if (!known.ok) return known.error;
  const { api, terminal } = context;
  const result = await api.get('/v1/figures', { query: { tenant: tenant.value, from, to, initiative, benefit, priceYear } });
  const content = contentOf<FiguresResponse>(result, { api, list: 'figures' });
  if (!content.ok) return content.error;
  const answer = result.kind === 'answer' ? result.body : '';
  await print(terminal.output, render(figuresRendering(content.value, answer), formatOf(context)));
  return DONE;
}
