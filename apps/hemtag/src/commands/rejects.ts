import type { RecordBytes, Replayed, ReplayResponse, RejectResponse, RejectsResponse, RejectSummary } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, wrongUsage, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render, type Rendering } from '../output/rendering.js';
import { tableText } from '../output/table.js';
import { knownTenant } from '../register.js';
import { plainText, print } from '../terminal.js';

/** Null = any. */
export interface RejectFilter {
  readonly source: string | null;
  readonly code: string | null;
}

const columns: readonly Column<RejectSummary>[] = [
  { header: 'id', cell: ({ id }) => id },
  { header: 'time', cell: ({ time }) => time },
  { header: 'code', cell: ({ code }) => code },
  { header: 'pointer', cell: ({ pointer }) => pointer },
  { header: 'source', cell: ({ source }) => source },
  { header: 'origin', cell: ({ origin }) => origin },
  { header: 'masked', cell: ({ masked }) => (masked ? 'yes' : 'no') },
  { header: 'replayed', cell: ({ replayedAt }) => replayedAt },
];
const csvColumns: readonly Column<RejectSummary>[] = [
  { header: 'tenant', cell: ({ tenant }) => tenant },
  ...columns,
  { header: 'replayedBy', cell: ({ replayedBy }) => replayedBy },
  { header: 'recordedAt', cell: ({ recordedAt }) => recordedAt },
  { header: 'detail', cell: ({ detail }) => detail },
];

/** All tenants where none was named. */
const namedTenant = ({ api, tenant }: CommandContext): Promise<Result<string | null, Outcome>> | Result<null, Outcome> =>
  tenant === null ? ok(null) : knownTenant(api, tenant);

/** `hemtag rejects list`: one page, the newest first. */
export async function listRejects(
  context: CommandContext,
  { limit, after, ...filter }: RejectFilter & { readonly limit: string; readonly after: string | null },
): Promise<Outcome> {
  const { api, terminal } = context;
  const tenant = await namedTenant(context);
  if (!tenant.ok) return tenant.error;
  const result = await api.get('/v1/rejects', { query: { tenant: tenant.value, ...filter, limit, after } });
  const content = contentOf<RejectsResponse>(result, { api, list: 'rejects' });
  if (!content.ok) return content.error;
  const { rejects, next } = content.value;
  const json = result.kind === 'answer' ? result.body : '';
  const rendering: Rendering = { ...listRendering(csvColumns, { rows: rejects, json }), table: () => tableText(columns, rejects) };
  await print(terminal.output, render(rendering, formatOf(context)));
  if (next !== null) await print(terminal.errors, `There are more: --after ${next}\n`);
  return DONE;
}

interface Line {
  readonly field: string;
  readonly value: string | null;
}

const shown = (bytes: RecordBytes | null): string | null => bytes && (bytes.encoding === 'utf8' ? bytes.text : `base64 ${bytes.text}`);

function* linesOf(reject: RejectResponse): Iterable<Line> {
  const { position, record, conflict } = reject;
  for (const name of ['id', 'code', 'pointer', 'detail', 'tenant', 'source', 'origin', 'time', 'recordedAt', 'replayedAt', 'replayedBy'] as const)
    yield { field: name, value: reject[name] };
  yield { field: 'masked', value: reject.masked ? 'yes' : 'no' };
  yield { field: 'position', value: `${position.topic}, partition ${position.partition}, offset ${position.offset}` };
  if (conflict) {
    yield { field: 'kept hash', value: conflict.keptHash };
    yield { field: 'refused hash', value: conflict.refusedHash };
    yield { field: 'kept id', value: conflict.kept && `${conflict.kept.id} of ${conflict.kept.source}` };
    const kept = conflict.kept?.position;
    yield { field: 'kept position', value: kept ? `partition ${kept.partition}, offset ${kept.offset}` : null };
  }
  yield { field: 'key', value: shown(record.key) };
  for (const { name, value } of record.headers) yield { field: `header ${name}`, value: shown(value) };
  yield { field: 'value', value: shown(record.value) };
}

const lineColumns: readonly Column<Line>[] = [
  { header: 'field', cell: ({ field }) => field },
  { header: 'value', cell: ({ value }) => value },
];

/** `hemtag rejects show ID` */
export async function showReject(context: CommandContext, id: string): Promise<Outcome> {
  const { api, terminal, tenant } = context;
  const result = await api.get(`/v1/rejects/${encodeURIComponent(id)}`);
  const content = contentOf<RejectResponse>(result, { api, has: 'record' });
  if (!content.ok) return content.error;
  const reject = content.value;
  if (tenant !== null && reject.tenant !== tenant) return refused(`The reject ${id} is not one of ${tenant}.`);
  const rows = [...linesOf(reject)];
  const rendering = listRendering(lineColumns, { rows, json: result.kind === 'answer' ? result.body : '' });
  await print(terminal.output, render(rendering, formatOf(context)));
  return DONE;
}

const replayColumns: readonly Column<Replayed>[] = [
  { header: 'id', cell: ({ id }) => id },
  { header: 'result', cell: ({ result }) => result },
  { header: 'reason', cell: ({ reason }) => reason },
];

/** As many as one request may name. */
const IDS_AT_ONCE = 500;

function* requestsOf(ids: readonly string[]): Iterable<{ readonly ids: readonly string[] }> {
  for (let at = 0; at < ids.length; at += IDS_AT_ONCE) yield { ids: ids.slice(at, at + IDS_AT_ONCE) };
}

async function replayPage({ api }: CommandContext, request: object): Promise<Result<ReplayResponse, Outcome>> {
  const result = await api.post('/v1/rejects/replay', { contentType: 'application/json', body: JSON.stringify(request) });
  return contentOf<ReplayResponse>(result, { api, list: 'rejects' });
}

/** Asks page by page; what was done before a failure is shown all the same. */
async function replayAll(
  context: CommandContext,
  { ids, ...filter }: RejectFilter & { readonly ids: readonly string[]; readonly tenant: string | null },
): Promise<{ readonly rejects: readonly Replayed[]; readonly failure: Outcome | null }> {
  const rejects: Replayed[] = [];
  if (ids.length > 0) {
    for (const request of requestsOf(ids)) {
      const page = await replayPage(context, request);
      if (!page.ok) return { rejects, failure: page.error };
      rejects.push(...page.value.rejects);
    }
    return { rejects, failure: null };
  }
  const given = Object.fromEntries(Object.entries(filter).filter(([, value]) => value !== null));
  for (let after: string | null = null, isFirst = true; isFirst || after !== null; isFirst = false) {
    const page: Result<ReplayResponse, Outcome> = await replayPage(context, after === null ? given : { ...given, after });
    if (!page.ok) return { rejects, failure: page.error };
    rejects.push(...page.value.rejects);
    after = page.value.next;
  }
  return { rejects, failure: null };
}

/** `hemtag rejects replay [ID…]`: these, or all that the filter finds and that were not replayed yet. */
export async function replayRejects(context: CommandContext, options: RejectFilter & { readonly ids: readonly string[] }): Promise<Outcome> {
  const { ids, source, code } = options;
  if (ids.length > 0 && (source ?? code ?? context.tenant) !== null) return wrongUsage('Name rejects by their ids or by a filter, not by both.');
  const tenant = await namedTenant(context);
  if (!tenant.ok) return tenant.error;
  const { rejects, failure } = await replayAll(context, { ...options, tenant: tenant.value });
  const rendering = listRendering(replayColumns, { rows: rejects, json: JSON.stringify({ rejects }) });
  await print(context.terminal.output, render(rendering, formatOf(context)));
  if (failure !== null) return failure;
  const left = rejects.filter(({ result }) => result === 'refused');
  return left.length === 0 ? DONE : refused(...left.map(({ id, reason }) => plainText(`${id} was not replayed: ${reason ?? ''}.`)));
}
