import type { ExplainedVolumeRow, ExplanationResponse, ListedEvent, UsageEventsResponse } from '@hemtag/contracts';
import { formatQuantity, ok, rational, ZERO, type Rational, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import type { ApiClient, Query } from '../api-client.js';
import { formatOf, type CommandContext } from '../command-context.js';
import type { Outcome } from '../outcome.js';
import type { Column } from '../output/columns.js';
import { csvText } from '../output/csv.js';
import { explanationTable } from '../output/explanation-text.js';
import { tableText } from '../output/table.js';
import { print } from '../terminal.js';

const columns: readonly Column<ListedEvent>[] = [
  { header: 'day', cell: ({ day }) => day },
  { header: 'quantity', cell: ({ quantity }) => quantity, numeric: true },
  { header: 'id', cell: ({ id }) => id },
  { header: 'source', cell: ({ source }) => source },
  { header: 'time', cell: ({ time }) => time },
  { header: 'kind', cell: ({ kind, isCorrected }) => (isCorrected ? `${kind}, corrected` : kind) },
  { header: 'period', cell: ({ period }) => period && `${period.start} up to ${period.end}, ${period.mode}` },
  { header: 'log', cell: ({ position }) => `${position.partition}/${position.offset}` },
];

type Pages = AsyncGenerator<Result<UsageEventsResponse, Outcome>>;

/** Days of a series whose events are asked for together. */
interface Asked {
  readonly series: string;
  readonly days: readonly string[];
  /** As the ledger stood then; null: as it stands now. */
  readonly asKnownOn: string | null;
}

/** Of now a series at once. Of then day by day, because each volume was made of what the ledger had at an instant of its own. */
function askedOf(metered: readonly ExplainedVolumeRow[], { asKnownOn }: ExplanationResponse, isNow: boolean): readonly Asked[] {
  if (!isNow) return metered.map(({ series, day, storedAt }) => ({ series: series.key, days: [day], asKnownOn: storedAt ?? asKnownOn }));
  const bySeries = Map.groupBy(metered, ({ series }) => series.key);
  return [...bySeries].map(([series, volumes]) => ({ series, days: volumes.map(({ day }) => day).sort(), asKnownOn: null }));
}

async function* pagesOf(api: ApiClient, tenant: string, { series, days, asKnownOn }: Asked): Pages {
  let cursor: string | null = null;
  do {
    const query: Query = { tenant, series, from: days[0] ?? null, until: days.at(-1) ?? null, limit: '1000', cursor, asKnownOn };
    const page: Result<UsageEventsResponse, Outcome> = contentOf<UsageEventsResponse>(await api.get('/v1/usage-events', { query }), { api, list: 'events' });
    yield page;
    cursor = page.ok ? page.value.next : null;
  } while (cursor !== null);
}

interface Found {
  sum: Rational;
  events: number;
}

/** What is said where the events do not add up to the volume that the figure was computed from. */
function difference(volume: ExplainedVolumeRow, found: Found | undefined, unlistable: ReadonlyMap<string, number>): string | null {
  const sum = found?.sum ?? ZERO;
  if (sum.equals(rational(volume.quantity)) && (found?.events ?? 0) === volume.events) return null;
  if (unlistable.has(volume.day.slice(0, 7))) return null;
  return (
    `The volume of ${volume.series.subject} on ${volume.day} is ${volume.quantity} of ${volume.events} events, those listed give ` +
    `${formatQuantity(sum)} of ${found?.events ?? 0}: ask again once \`hemtag wait\` is done, and if it stays \`hemtag verify\`.`
  );
}

/** How events are written one page after the other, so that memory does not grow with them. */
interface Writer {
  readonly begin: () => string;
  readonly page: (events: readonly ListedEvent[]) => string;
  readonly end: (unlistable: UsageEventsResponse['unlistable']) => string;
}

function writerOf(explanation: ExplanationResponse, format: ReturnType<typeof formatOf>): Writer {
  let isFirst = true;
  switch (format) {
    case 'json':
      return {
        begin: () => `{"explanation":${JSON.stringify(explanation)},"events":[`,
        page: (events) => {
          const text = events.map((event) => JSON.stringify(event)).join(',');
          const separator = isFirst || text === '' ? '' : ',';
          isFirst &&= text === '';
          return separator + text;
        },
        end: (unlistable) => `],"unlistable":${JSON.stringify(unlistable)}}\n`,
      };
    case 'csv':
      return {
        begin: () => csvText(columns, []),
        page: (events) => csvText(columns, events).replace(/^[^\n]*\n/, ''),
        end: () => '',
      };
    case 'table':
      return {
        begin: () => `${explanationTable(explanation)}\n`,
        page: (events) => (events.length === 0 ? '' : tableText(columns, events)),
        end: (unlistable) =>
          unlistable.map(({ month, events }) => `${events} events of ${month} are no longer listable: the ledger of the month was taken out\n`).join(''),
      };
  }
}

/** Writes the explanation with every event behind its metered volumes. The reasons that come back say where these do not add up to the volumes. */
export async function listEvents(
  context: CommandContext,
  explanation: ExplanationResponse,
  { isNow }: { readonly isNow: boolean },
): Promise<Result<readonly string[], Outcome>> {
  const { api, terminal } = context;
  const writer = writerOf(explanation, formatOf(context));
  const metered = explanation.volumes.filter(({ use }) => use === 'metered');
  const unlistable = new Map<string, number>();
  const reasons: string[] = [];
  await print(terminal.output, writer.begin());
  for (const asked of askedOf(metered, explanation, isNow)) {
    const wanted = new Set(asked.days);
    const volumes = metered.filter(({ series, day }) => series.key === asked.series && wanted.has(day));
    const found = new Map<string, Found>();
    // Each page of an answer says it anew.
    const missing = new Map<string, number>();
    for await (const page of pagesOf(api, explanation.tenant, asked)) {
      if (!page.ok) return page;
      const events = page.value.events.filter(({ day }) => wanted.has(day));
      for (const { day, quantity } of events) {
        const known = found.get(day) ?? { sum: ZERO, events: 0 };
        found.set(day, { sum: known.sum.add(rational(quantity)), events: known.events + 1 });
      }
      for (const { month, events: gone } of page.value.unlistable) missing.set(month, gone);
      await print(terminal.output, writer.page(events));
    }
    for (const [month, gone] of missing) unlistable.set(month, (unlistable.get(month) ?? 0) + gone);
    reasons.push(...volumes.map((volume) => difference(volume, found.get(volume.day), missing)).filter((reason) => reason !== null));
  }
  await print(terminal.output, writer.end([...unlistable].map(([month, events]) => ({ month, events }))));
  return ok(reasons);
}
