import type { DeliveriesResponse, DeliveryRow } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render } from '../output/rendering.js';
import { onlyTenant } from '../register.js';
import { print } from '../terminal.js';

const columns: readonly Column<DeliveryRow>[] = [
  { header: 'id', cell: ({ id }) => id },
  { header: 'what', cell: ({ what }) => what },
  { header: 'about', cell: ({ about }) => about },
  { header: 'by', cell: ({ channel }) => channel },
  { header: 'receiver', cell: ({ receiver }) => receiver },
  { header: 'progress', cell: ({ progress }) => progress },
  { header: 'attempts', cell: ({ attempts }) => attempts, numeric: true },
  { header: 'ended', cell: ({ endedAt }) => endedAt },
  { header: 'fault', cell: ({ fault }) => fault },
];

async function show(context: CommandContext, deliveries: readonly DeliveryRow[], json: object): Promise<Outcome> {
  await print(context.terminal.output, render(listRendering(columns, { rows: deliveries, json: JSON.stringify(json) }), formatOf(context)));
  return DONE;
}

/** All of them, page by page. */
async function allDeliveries({ api }: CommandContext, tenant: string): Promise<Result<DeliveriesResponse, Outcome>> {
  const deliveries: DeliveryRow[] = [];
  let cursor: string | null = null;
  for (;;) {
    const answer = await api.get('/v1/reports/deliveries', { query: { tenant, limit: '1000', cursor } });
    const page: Result<DeliveriesResponse, Outcome> = contentOf<DeliveriesResponse>(answer, { api, list: 'deliveries' });
    if (!page.ok) return page;
    deliveries.push(...page.value.deliveries);
    cursor = page.value.next;
    if (cursor === null) return ok({ ...page.value, deliveries });
  }
}

/** `hemtag deliveries list` */
export async function deliveriesList(context: CommandContext): Promise<Outcome> {
  const { api } = context;
  const tenant = context.tenant === null ? await onlyTenant(api) : ok(context.tenant);
  if (!tenant.ok) return tenant.error;
  const content = await allDeliveries(context, tenant.value);
  return content.ok ? show(context, content.value.deliveries, content.value) : content.error;
}

/** `hemtag deliveries again ID` */
export async function deliverAgain(context: CommandContext, id: string): Promise<Outcome> {
  const { api } = context;
  const tenant = context.tenant === null ? await onlyTenant(api) : ok(context.tenant);
  if (!tenant.ok) return tenant.error;
  const request = { query: { tenant: tenant.value }, contentType: 'application/json', body: '{}' };
  const content = contentOf<DeliveryRow>(await api.post(`/v1/reports/deliveries/${id}/again`, request), { api, has: 'progress' });
  return content.ok ? show(context, [content.value], content.value) : content.error;
}
