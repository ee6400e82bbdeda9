import type { HeldPartitionStatus, ResumeResponse, SourcesStatusResponse, SourceStatus } from '@hemtag/contracts';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render, type Rendering } from '../output/rendering.js';
import { tableText } from '../output/table.js';
import { knownTenant } from '../register.js';
import { print } from '../terminal.js';

const measureText = ({ measures }: SourceStatus): string =>
  measures.map(({ name, unit, isForeignCurrency }) => `${name} ${unit}${isForeignCurrency ? ' (other currency, in no sum)' : ''}`).join(', ');

const columns: readonly Column<SourceStatus>[] = [
  { header: 'tenant', cell: ({ tenant }) => tenant },
  { header: 'name', cell: ({ name }) => name },
  { header: 'source', cell: ({ source }) => source },
  { header: 'state', cell: ({ state }) => state },
  { header: 'last event', cell: ({ lastEvent }) => lastEvent },
  { header: 'every', cell: ({ expectedEvery }) => expectedEvery },
  { header: 'lag s', cell: ({ lagSeconds }) => lagSeconds, numeric: true },
  { header: 'accepted', cell: ({ accepted }) => accepted, numeric: true },
  { header: 'duplicate', cell: ({ duplicate }) => duplicate, numeric: true },
  { header: 'conflict', cell: ({ conflict }) => conflict, numeric: true },
  { header: 'rejected', cell: ({ rejected }) => rejected, numeric: true },
  { header: 'by gateway', cell: ({ rejectedByGateway }) => rejectedByGateway, numeric: true },
  { header: 'held', cell: ({ held }) => held.length, numeric: true },
  { header: 'measures', cell: measureText },
];

const heldColumns: readonly Column<HeldPartitionStatus>[] = [
  { header: 'held', cell: ({ topic, partition }) => `${topic} ${partition}` },
  { header: 'offset', cell: ({ offset }) => offset, numeric: true },
  { header: 'source', cell: ({ source }) => source },
  { header: 'code', cell: ({ code }) => code },
  { header: 'since', cell: ({ since }) => since },
];

/** What to do about a partition that is held, in one sentence. */
export const heldText = ({ topic, partition, source, code, since }: HeldPartitionStatus): string =>
  `Partition ${partition} of ${topic} is held since ${since}, because too much of ${source || 'an unregistered source'} is rejected (${code}): see \`hemtag rejects list\`, then \`hemtag sources resume ${source || "''"}\`.`;

function statusTable({ sources, waitingRecords, asOf }: SourcesStatusResponse): string {
  const held = sources.flatMap((source) => source.held);
  const rest = held.length === 0 ? '' : `\n${tableText(heldColumns, held)}`;
  return `${asOf}, ${waitingRecords} records in the log are not stored yet\n\n${tableText(columns, sources)}${rest}`;
}

/** `hemtag sources status` */
export async function sourcesStatus(context: CommandContext): Promise<Outcome> {
  const { api, terminal, tenant } = context;
  if (tenant !== null) {
    const known = await knownTenant(api, tenant);
    if (!known.ok) return known.error;
  }
  const result = await api.get('/v1/sources/status', { query: { tenant } });
  const content = contentOf<SourcesStatusResponse>(result, { api, list: 'sources' });
  if (!content.ok) return content.error;
  const { sources } = content.value;
  const rendering: Rendering = {
    ...listRendering(columns, { rows: sources, json: result.kind === 'answer' ? result.body : '' }),
    table: () => statusTable(content.value),
  };
  await print(terminal.output, render(rendering, formatOf(context)));
  return DONE;
}

/** The partitions that are held; none where that cannot be learned now. */
export async function heldPartitions({ api }: CommandContext): Promise<readonly HeldPartitionStatus[]> {
  const content = contentOf<SourcesStatusResponse>(await api.get('/v1/sources/status'), { api, list: 'sources' });
  return content.ok ? content.value.sources.flatMap(({ held }) => held) : [];
}

const resumeColumns: readonly Column<ResumeResponse>[] = [
  { header: 'source', cell: ({ source }) => source },
  { header: 'until', cell: ({ until }) => until },
  { header: 'allowed by', cell: ({ allowedBy }) => allowedBy },
];

/** `hemtag sources resume SOURCE`: its rejects go into the quarantine for a while without holding a partition. */
export async function resumeSource(
  context: CommandContext,
  { source, forSeconds }: { readonly source: string; readonly forSeconds: number | null },
): Promise<Outcome> {
  const { api, terminal, tenant } = context;
  const body = JSON.stringify({ source, ...(tenant !== null && { tenant }), ...(forSeconds !== null && { forSeconds }) });
  const result = await api.post('/v1/sources/resume', { contentType: 'application/json', body });
  const content = contentOf<ResumeResponse>(result, { api, has: 'until' });
  if (!content.ok) return content.error;
  await print(terminal.output, render(listRendering(resumeColumns, { rows: [content.value], json: JSON.stringify(content.value) }), formatOf(context)));
  return DONE;
}
