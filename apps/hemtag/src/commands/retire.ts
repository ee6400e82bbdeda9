import type { AppliedObject, RetireRequest } from '@hemtag/contracts';
import { contentOf, problemOf } from '../answers.js';
import type { CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import { appliedColumns } from '../output/apply-columns.js';
import { listRendering, render } from '../output/rendering.js';
import { print } from '../terminal.js';
import { tenantOfRegister, type GetOptions } from './get.js';

export interface RetireOptions extends GetOptions {
  readonly name: string;
  readonly from: string;
  readonly reason: string;
}

/** `hemtag retire KIND NAME --from DAY --reason R` */
export async function retire(context: CommandContext, { kind, name, from, reason }: RetireOptions): Promise<Outcome> {
  const { api, terminal } = context;
  // A tenant belongs to no tenant: there `--tenant` would name the object itself. A rate without `--tenant` is the shared one.
  const tenant = await tenantOfRegister(context, { kind, name });
  if (!tenant.ok) return tenant.error;
  const request: RetireRequest = { ...(kind === 'tenant' || tenant.value === null ? {} : { tenant: tenant.value }), from, reason };
  const result = await api.post(`/v1/register/${kind}/${encodeURIComponent(name)}/retirement`, {
    contentType: 'application/json',
    body: JSON.stringify(request),
  });
  if (result.kind === 'answer' && problemOf(result).code === 'IN_USE') {
    const uses = (problemOf(result).errors ?? []).flatMap((error) => ('detail' in error && typeof error.detail === 'string' ? [error.detail] : []));
    return refused(...uses, `${name} is still needed and was not retired.`);
  }
  const retired = contentOf<AppliedObject>(result, { api, has: 'result' });
  if (!retired.ok) return retired.error;
  await print(
    terminal.output,
    render(listRendering(appliedColumns, { rows: [retired.value], json: JSON.stringify(retired.value) }), context.format ?? 'table'),
  );
  return DONE;
}
