import type { RegisterResponse } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { registerTable, versionColumns, versionRows, type VersionRow } from '../output/register-tables.js';
import { listRendering, render, type Rendering } from '../output/rendering.js';
import { knownTenant, onlyTenant, tenantOfObject, type RegisterKind } from '../register.js';
import { print } from '../terminal.js';

const csvColumns: readonly Column<VersionRow>[] = [...versionColumns, { header: 'document', cell: (row) => JSON.stringify(row.document) }];

/** Sources and initiatives belong to a tenant; tenants and rates are shown over all of them. */
export async function tenantOfRegister({ api, tenant }: CommandContext, { kind, name }: GetOptions): Promise<Result<string | null, Outcome>> {
  if (tenant !== null) return knownTenant(api, tenant);
  if (kind === 'tenant' || kind === 'rate') return ok(null);
  return name === null ? onlyTenant(api) : tenantOfObject(api, { kind, name });
}

export interface GetOptions {
  readonly kind: RegisterKind;
  readonly name: string | null;
}

/** `hemtag get KIND [NAME]` */
export async function get(context: CommandContext, options: GetOptions): Promise<Outcome> {
  const tenant = await tenantOfRegister(context, options);
  if (!tenant.ok) return tenant.error;
  const { api, terminal } = context;
  const { kind, name } = options;
  // A tenant belongs to no tenant: there `--tenant` names the object itself.
  const query = kind === 'tenant' ? { tenant: null, name: name ?? tenant.value } : { tenant: tenant.value, name };
  const result = await api.get(`/v1/register/${kind}`, { query });
  const content = contentOf<RegisterResponse>(result, { api, list: 'objects' });
  if (!content.ok) return content.error;
  const { objects } = content.value;
  if (name !== null && objects.length === 0) return refused(`No ${kind} ${name} is registered${tenant.value === null ? '' : ` in ${tenant.value}`}.`);
  const rendering: Rendering = {
    ...listRendering(csvColumns, { rows: versionRows(objects), json: result.kind === 'answer' ? result.body : '' }),
    table: () => registerTable(objects, name),
  };
  await print(terminal.output, render(rendering, formatOf(context)));
  return DONE;
}
