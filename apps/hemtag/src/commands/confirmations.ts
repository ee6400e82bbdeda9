import type { ConfirmationAnswer, ConfirmRequest, HarvestRequest, HarvestResponse } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import type { ApiResult } from '../api-client.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render } from '../output/rendering.js';
import { tenantOfObject } from '../register.js';
import { print } from '../terminal.js';

const confirmationColumns: readonly Column<ConfirmationAnswer>[] = [
  { header: 'figure', cell: ({ figure }) => figure },
  { header: 'amount', cell: ({ amount }) => amount, numeric: true },
  { header: 'of gross', cell: ({ ofGross }) => ofGross, numeric: true },
  { header: 'unit', cell: ({ unit }) => unit },
  { header: 'confirmed by', cell: ({ confirmedBy }) => confirmedBy },
  { header: 'reviewed by', cell: ({ reviewedBy }) => reviewedBy },
  { header: 'cause', cell: ({ cause }) => cause },
  { header: 'comment', cell: ({ comment }) => comment },
  { header: 'action', cell: ({ action }) => action },
  { header: 'due', cell: ({ due }) => due },
];
const harvestColumns: readonly Column<HarvestResponse>[] = [
  { header: 'tenant', cell: ({ tenant }) => tenant },
  { header: 'line', cell: ({ line }) => line },
  { header: 'month', cell: ({ month }) => month },
  { header: 'amount', cell: ({ amount }) => amount, numeric: true },
  { header: 'harvested', cell: ({ harvested }) => harvested, numeric: true },
  { header: 'planned', cell: ({ planned }) => planned, numeric: true },
  { header: 'unit', cell: ({ unit }) => unit },
  { header: 'warnings', cell: ({ warnings }) => warnings.join(' ') },
];

const posted = (value: object): { readonly contentType: string; readonly body: string } => ({ contentType: 'application/json', body: JSON.stringify(value) });

/** An id names its tenant; another one beside it is a mistake. */
const ofOtherTenant = ({ tenant }: CommandContext, figure: string): Outcome | null =>
  tenant === null || figure.startsWith(`${tenant}:`) ? null : refused(`The figure ${figure} is not one of ${tenant}.`);

async function showConfirmation(context: CommandContext, result: ApiResult): Promise<Outcome> {
  const content = contentOf<ConfirmationAnswer>(result, { api: context.api, has: 'figure' });
  if (!content.ok) return content.error;
  const rendering = listRendering(confirmationColumns, { rows: [content.value], json: result.kind === 'answer' ? result.body : '' });
  await print(context.terminal.output, render(rendering, formatOf(context)));
  return DONE;
}

/** `hemtag confirm FIGURE_ID --amount A [--comment C] [--cause CODE] [--action TEXT --due D]` */
export async function confirm(context: CommandContext, request: ConfirmRequest): Promise<Outcome> {
  return ofOtherTenant(context, request.figure) ?? showConfirmation(context, await context.api.post('/v1/confirmations', posted(request)));
}

/** `hemtag review FIGURE_ID` */
export async function review(context: CommandContext, figure: string): Promise<Outcome> {
  return ofOtherTenant(context, figure) ?? showConfirmation(context, await context.api.post('/v1/confirmations/review', posted({ figure })));
}

const tenantOf = ({ api, tenant }: CommandContext, { line }: HarvestRequest): Promise<Result<string, Outcome>> | Result<string, Outcome> =>
  tenant === null ? tenantOfObject(api, { kind: 'initiative', name: line.split('/')[0] ?? '' }) : ok(tenant);

/** `hemtag harvest INITIATIVE/BENEFIT/PLAN_LINE --month M --amount A`; more than was planned is said on standard error and done all the same. */
export async function harvest(context: CommandContext, request: HarvestRequest): Promise<Outcome> {
  const tenant = await tenantOf(context, request);
  if (!tenant.ok) return tenant.error;
  const result = await context.api.post('/v1/harvests', { query: { tenant: tenant.value }, ...posted(request) });
  const content = contentOf<HarvestResponse>(result, { api: context.api, list: 'warnings' });
  if (!content.ok) return content.error;
  const { harvested, planned, unit, warnings } = content.value;
  const rendering = listRendering(harvestColumns, { rows: [content.value], json: result.kind === 'answer' ? result.body : '' });
  await print(context.terminal.output, render(rendering, formatOf(context)));
  if (warnings.includes('OVER_HARVESTED')) await print(context.terminal.errors, `OVER_HARVESTED: ${harvested} ${unit} of ${planned} planned.\n`);
  return DONE;
}
