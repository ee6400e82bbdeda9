import type { VerifyDifference, VerifyResponse } from '@hemtag/contracts';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { listRendering, render, type Rendering } from '../output/rendering.js';
import { tableText } from '../output/table.js';
import { knownTenant } from '../register.js';
import { print } from '../terminal.js';

/** The whole ledger is read: that takes as long as it takes, and the server shows that it is at work. */
const TIMEOUT_MS = 6 * 3_600_000;

const differenceColumns: readonly Column<VerifyDifference>[] = [
  { header: 'part', cell: ({ part }) => part },
  { header: 'tenant', cell: ({ tenant }) => tenant },
  { header: 'place', cell: ({ place }) => place },
  { header: 'stored', cell: ({ stored }) => stored ?? 'nothing' },
  { header: 'recomputed', cell: ({ recomputed }) => recomputed ?? 'nothing' },
];

interface Compared {
  readonly part: string;
  readonly rows: number;
}
const comparedColumns: readonly Column<Compared>[] = [
  { header: 'compared', cell: ({ part }) => part },
  { header: 'rows', cell: ({ rows }) => rows, numeric: true },
];

function verifyTable({ compared, differences, detachedMonths }: VerifyResponse): string {
  const counts = Object.entries(compared).map(([part, rows]) => ({ part, rows }));
  const left = detachedMonths.map(({ tenant, month, events }) => `${tenant} ${month}: not recomputed, its ledger (${events} events) was detached\n`);
  const found = differences.length === 0 ? '' : `\n${tableText(differenceColumns, differences)}`;
  return `${tableText(comparedColumns, counts)}${left.join('')}${found}`;
}

/** `hemtag verify` */
export async function verify(context: CommandContext): Promise<Outcome> {
  const { api, terminal, tenant } = context;
  if (tenant !== null) {
    const known = await knownTenant(api, tenant);
    if (!known.ok) return known.error;
  }
  const result = await api.get('/v1/verify', { query: { tenant }, timeoutMs: TIMEOUT_MS });
  const content = contentOf<VerifyResponse>(result, { api, list: 'differences' });
  if (!content.ok) return content.error;
  const { differences, differenceCount } = content.value;
  const rendering: Rendering = {
    ...listRendering(differenceColumns, { rows: differences, json: JSON.stringify(content.value) }),
    table: () => verifyTable(content.value),
  };
  await print(terminal.output, render(rendering, formatOf(context)));
  return differenceCount === 0 ? DONE : refused(`${differenceCount} differences between what is stored and what the ledger gives; the first are shown.`);
}
