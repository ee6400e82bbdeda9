import type { RegisterObject, RegisterResponse, RegisterVersion } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render, type Rendering } from '../output/rendering.js';
import { tableText } from '../output/table.js';
import { knownTenant, onlyTenant, tenantOfObject, type RegisterKind } from '../register.js';
import { print } from '../terminal.js';

interface VersionRow extends RegisterVersion {
  readonly kind: string;
  readonly tenant: string | null;
  readonly name: string;
}

const rowsOf = (objects: readonly RegisterObject[]): VersionRow[] =>
  objects.flatMap(({ kind, tenant, name, versions }) => versions.map((version) => ({ kind, tenant, name, ...version })));

const columns: readonly Column<VersionRow>[] = [
  { header: 'kind', cell: (row) => row.kind },
  { header: 'tenant', cell: (row) => row.tenant },
  { header: 'name', cell: (row) => row.name },
  { header: 'version', cell: (row) => row.version, numeric: true },
  { header: 'recordedAt', cell: (row) => row.recordedAt },
  { header: 'author', cell: (row) => row.author },
];
const csvColumns: readonly Column<VersionRow>[] = [...columns, { header: 'document', cell: (row) => JSON.stringify(row.document) }];

/** A list of objects is an overview; one named object is shown with what it says. */
function registerTable(rows: readonly VersionRow[], name: string | null): string {
  if (name === null) return tableText(columns, rows);
  return rows.map((row) => `${tableText(columns, [row])}\n${JSON.stringify(row.document, null, 2)}\n`).join('\n');
}

/** Sources and initiatives belong to a tenant; tenants and rates are shown over all of them. */
async function tenantOf({ api, tenant }: CommandContext, { kind, name }: GetOptions): Promise<Result<string | null, Outcome>> {
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
  const tenant = await tenantOf(context, options);
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
  const rows = rowsOf(objects);
  const rendering: Rendering = {
    ...listRendering(csvColumns, { rows, json: result.kind === 'answer' ? result.body : '' }),
    table: () => registerTable(rows, name),
  };
  await print(terminal.output, render(rendering, formatOf(context)));
  return DONE;
}
