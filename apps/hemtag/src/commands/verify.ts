import type { FigureMismatch, VerifyDifference, VerifyFiguresResponse, VerifyResponse } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
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

type Difference = VerifyDifference | FigureMismatch;

/** What the ledger and the figures say of themselves, together. */
interface Verified extends Omit<VerifyResponse, 'compared' | 'differences'> {
  readonly compared: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
}

const differenceColumns: readonly Column<Difference>[] = [
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

function verifyTable({ compared, differences, detachedMonths }: Verified): string {
  const counts = Object.entries(compared).map(([part, rows]) => ({ part, rows }));
  const left = detachedMonths.map(({ tenant, month, events }) => `${tenant} ${month}: not recomputed, its ledger (${events} events) was detached\n`);
  const found = differences.length === 0 ? '' : `\n${tableText(differenceColumns, differences)}`;
  return `${tableText(comparedColumns, counts)}${left.join('')}${found}`;
}

/** First the volumes from the ledger, then the figures from the volumes. */
async function verifyAll({ api, tenant }: CommandContext): Promise<Result<Verified, Outcome>> {
  const request = { query: { tenant }, timeoutMs: TIMEOUT_MS };
  const ledger = contentOf<VerifyResponse>(await api.get('/v1/verify', request), { api, list: 'differences' });
  if (!ledger.ok) return ledger;
  const figures = contentOf<VerifyFiguresResponse>(await api.get('/v1/verify/figures', request), { api, list: 'differences' });
  if (!figures.ok) return figures;
  return ok({
    ...ledger.value,
    tenants: [...new Set([...ledger.value.tenants, ...figures.value.tenants])],
    compared: { ...ledger.value.compared, ...figures.value.compared },
    differences: [...ledger.value.differences, ...figures.value.differences],
    differenceCount: ledger.value.differenceCount + figures.value.differenceCount,
  });
}

/** `hemtag verify` */
export async function verify(context: CommandContext): Promise<Outcome> {
  const { api, terminal, tenant } = context;
  if (tenant !== null) {
    const known = await knownTenant(api, tenant);
    if (!known.ok) return known.error;
  }
  const content = await verifyAll(context);
  if (!content.ok) return content.error;
  const { differences, differenceCount } = content.value;
  const rendering: Rendering = {
    ...listRendering(differenceColumns, { rows: differences, json: JSON.stringify(content.value) }),
    table: () => verifyTable(content.value),
  };
  await print(terminal.output, render(rendering, formatOf(context)));
  return differenceCount === 0 ? DONE : refused(`${differenceCount} differences between what is stored and what the facts give; the first are shown.`);
}
