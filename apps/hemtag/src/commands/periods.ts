import type { Period, PeriodLogEntry, PeriodsResponse, PeriodStepResponse } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render } from '../output/rendering.js';
import { onlyTenant } from '../register.js';
import { print } from '../terminal.js';

export type PeriodStep = 'preliminary' | 'close' | 'reopen';

interface Line extends PeriodLogEntry {
  readonly tenant: string;
  readonly month: string;
}

const linesOf = ({ tenant, month, log }: Period): Line[] => log.map((entry) => ({ tenant, month, ...entry }));

const columns: readonly Column<Line>[] = [
  { header: 'tenant', cell: ({ tenant }) => tenant },
  { header: 'month', cell: ({ month }) => month },
  { header: 'state', cell: ({ state }) => state },
  { header: 'version', cell: ({ version }) => version, numeric: true },
  { header: 'actor', cell: ({ actor }) => actor },
  { header: 'recordedAt', cell: ({ recordedAt }) => recordedAt },
  { header: 'approvedBy', cell: ({ approvedBy }) => approvedBy },
  { header: 'reason', cell: ({ reason }) => reason },
  { header: 'snapshotHash', cell: ({ snapshotHash }) => snapshotHash },
];

const tenantOf = ({ api, tenant }: CommandContext): Promise<Result<string, Outcome>> | Result<string, Outcome> =>
  tenant === null ? onlyTenant(api) : ok(tenant);

async function show(context: CommandContext, periods: readonly Period[], json: string): Promise<void> {
  await print(context.terminal.output, render(listRendering(columns, { rows: periods.flatMap(linesOf), json }), formatOf(context)));
}

/** `hemtag period list`: every step of every month that somebody has begun to close. */
export async function listPeriods(context: CommandContext): Promise<Outcome> {
  const tenant = await tenantOf(context);
  if (!tenant.ok) return tenant.error;
  const result = await context.api.get('/v1/periods', { query: { tenant: tenant.value } });
  const content = contentOf<PeriodsResponse>(result, { api: context.api, list: 'periods' });
  if (!content.ok) return content.error;
  await show(context, content.value.periods, result.kind === 'answer' ? result.body : '');
  return DONE;
}

/** `hemtag period preliminary|close|reopen M [--reason R]` */
export async function stepPeriod(
  context: CommandContext,
  { step, month, reason }: { readonly step: PeriodStep; readonly month: string; readonly reason: string | null },
): Promise<Outcome> {
  const tenant = await tenantOf(context);
  if (!tenant.ok) return tenant.error;
  const result = await context.api.post(`/v1/periods/${month}/${step}`, {
    query: { tenant: tenant.value },
    contentType: 'application/json',
    body: JSON.stringify(reason === null ? {} : { reason }),
  });
  const content = contentOf<PeriodStepResponse>(result, { api: context.api, list: 'log' });
  if (!content.ok) return content.error;
  await show(context, [content.value], result.kind === 'answer' ? result.body : '');
  return DONE;
}

/** `hemtag approve M`: what the month keeps is approved. */
export async function approve(context: CommandContext, month: string): Promise<Outcome> {
  const tenant = await tenantOf(context);
  if (!tenant.ok) return tenant.error;
  const result = await context.api.post(`/v1/periods/${month}/approve`, { query: { tenant: tenant.value }, contentType: 'application/json', body: '{}' });
  const content = contentOf<Period>(result, { api: context.api, list: 'log' });
  if (!content.ok) return content.error;
  await show(context, [content.value], result.kind === 'answer' ? result.body : '');
  return DONE;
}
