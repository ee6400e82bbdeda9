import type { CaseResponse } from '@hemtag/contracts';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, type Outcome } from '../outcome.js';
import { caseRendering } from '../output/case-columns.js';
import { render } from '../output/rendering.js';
import { tenantOfObject } from '../register.js';
import { print } from '../terminal.js';

export interface CaseOptions {
  readonly initiative: string;
  /** In percent; null leaves it to the server. */
  readonly discountRate: string | null;
  readonly years: string | null;
  /** RFC 3339 with an offset. */
  readonly asKnownOn: string | null;
}

/** `hemtag case INITIATIVE [--discount-rate P] [--years N]` */
export async function businessCase(context: CommandContext, { initiative, discountRate, years, asKnownOn }: CaseOptions): Promise<Outcome> {
  const { api, terminal } = context;
  const tenant = context.tenant === null ? await tenantOfObject(api, { kind: 'initiative', name: initiative }) : ({ ok: true, value: context.tenant } as const);
  if (!tenant.ok) return tenant.error;
  const result = await api.get('/v1/case', { query: { tenant: tenant.value, initiative, discountRate, years, asKnownOn } });
  const content = contentOf<CaseResponse>(result, { api, list: 'flows' });
  if (!content.ok) return content.error;
  const answer = result.kind === 'answer' ? result.body : '';
  await print(terminal.output, render(caseRendering(content.value, answer), formatOf(context)));
  return DONE;
}
