import type { ExplainedVolumeRow, ExplanationResponse } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import type { ApiClient } from '../api-client.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, refused, type Outcome } from '../outcome.js';
import { csvText } from '../output/csv.js';
import { explanationTable, volumeColumns } from '../output/explanation-text.js';
import { render, type Rendering } from '../output/rendering.js';
import { print } from '../terminal.js';
import { listEvents } from './explained-events.js';

export interface ExplainOptions {
  readonly id: string;
  readonly events: boolean;
  /** Null: as it is known now. */
  readonly asKnownOn: string | null;
}

/** The explanation with all its volumes, page by page. */
async function wholeExplanation(api: ApiClient, { id, asKnownOn }: Omit<ExplainOptions, 'events'>): Promise<Result<ExplanationResponse, Outcome>> {
  const volumes: ExplainedVolumeRow[] = [];
  let cursor: string | null = null;
  for (;;) {
    const result = await api.get(`/v1/figures/${encodeURIComponent(id)}/explanation`, { query: { cursor, asKnownOn } });
    const page: Result<ExplanationResponse, Outcome> = contentOf<ExplanationResponse>(result, { api, has: 'recomputed' });
    if (!page.ok) return page;
    volumes.push(...page.value.volumes);
    cursor = page.value.next;
    if (cursor === null) return ok({ ...page.value, volumes });
  }
}

/** `hemtag explain FIGURE_ID [--events] [--as-known-on INSTANT]` */
export async function explain(context: CommandContext, { id, events, asKnownOn }: ExplainOptions): Promise<Outcome> {
  const { api, terminal, tenant } = context;
  const explained = await wholeExplanation(api, { id, asKnownOn });
  if (!explained.ok) return explained.error;
  const explanation = explained.value;
  if (tenant !== null && explanation.tenant !== tenant) return refused(`The figure ${id} is not one of ${tenant}.`);
  if (events) {
    const listed = await listEvents(context, explanation, { isNow: asKnownOn === null });
    if (!listed.ok) return listed.error;
    if (listed.value.length > 0) return refused(...listed.value);
  } else {
    const rendering: Rendering = {
      table: () => explanationTable(explanation),
      json: () => `${JSON.stringify(explanation)}\n`,
      csv: () => csvText(volumeColumns, explanation.volumes),
    };
    await print(terminal.output, render(rendering, formatOf(context)));
  }
  const { differences, agrees } = explanation;
  return agrees ? DONE : refused(`The figure differs from what its parts give: ${differences.map(({ member }) => member).join(', ')}.`);
}
