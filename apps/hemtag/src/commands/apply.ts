import type { ApplyRequest, ApplyResponse, ManifestFault } from '@hemtag/contracts';
import { err, ok, type Result } from '@hemtag/kernel';
import { contentOf, problemOf, problemText } from '../answers.js';
import type { ApiClient, ApiResult } from '../api-client.js';
import type { CommandContext } from '../command-context.js';
import { findManifestFiles } from '../manifest-files.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import { appliedColumns, applyTable, warningText } from '../output/apply-columns.js';
import { listRendering, render, type Rendering } from '../output/rendering.js';
import { print } from '../terminal.js';

const isManifestFault = (value: object): value is ManifestFault =>
  'file' in value && 'line' in value && 'column' in value && 'path' in value && 'detail' in value;

const faultText = ({ file, line, column, path, detail }: ManifestFault): string =>
  [`${file}:${line}:${column}`, path, detail].filter((part) => part !== '').join(': ');

function manifestFaults(result: ApiResult): Outcome | null {
  if (result.kind !== 'answer' || result.status !== 422) return null;
  const faults = (problemOf(result).errors ?? []).filter(isManifestFault);
  return faults.length > 0 ? refused(...faults.map(faultText)) : refused(problemText(result));
}

async function post(
  api: ApiClient,
  { request, dryRun }: { readonly request: ApplyRequest; readonly dryRun: boolean },
): Promise<Result<ApplyResponse, Outcome>> {
  const result = await api.post('/v1/manifests', {
    query: { dryRun: dryRun ? 'true' : null },
    contentType: 'application/json',
    body: JSON.stringify(request),
  });
  const faults = manifestFaults(result);
  return faults === null ? contentOf<ApplyResponse>(result, { api, list: 'objects' }) : err(faults);
}

/** With `--tenant` the manifests may touch that tenant and nothing else. */
async function onlyOfTenant({ api, tenant }: CommandContext, request: ApplyRequest): Promise<Result<null, Outcome>> {
  if (tenant === null) return ok(null);
  const planned = await post(api, { request, dryRun: true });
  if (!planned.ok) return planned;
  const strangers = planned.value.objects.filter((object) => object.tenant !== tenant && !(object.kind === 'Tenant' && object.name === tenant));
  if (strangers.length === 0) return ok(null);
  return err(refused(...strangers.map(({ kind, name }) => `${kind} ${name} does not belong to ${tenant}; nothing was applied.`)));
}

/** `hemtag apply -f PATH… [--dry-run]` */
export async function apply(context: CommandContext, { paths, dryRun }: { readonly paths: readonly string[]; readonly dryRun: boolean }): Promise<Outcome> {
  const files = await findManifestFiles(paths);
  if (!files.ok) return files.error;
  const request: ApplyRequest = { files: files.value };
  const allowed = await onlyOfTenant(context, request);
  if (!allowed.ok) return allowed.error;
  const applied = await post(context.api, { request, dryRun });
  if (!applied.ok) return applied.error;
  const rendering: Rendering = {
    ...listRendering(appliedColumns, { rows: applied.value.objects, json: JSON.stringify(applied.value) }),
    table: () => applyTable(applied.value),
  };
  const format = context.format ?? 'table';
  await print(context.terminal.output, render(rendering, format));
  // JSON has them in itself; beside a table they are no rows of it.
  if (format !== 'json') for (const warning of applied.value.warnings) await print(context.terminal.errors, warningText(warning));
  return DONE;
}
