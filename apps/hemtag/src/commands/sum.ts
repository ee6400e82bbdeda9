import type { FigureSumResponse } from '@hemtag/contracts';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, wrongUsage, type Outcome } from '../outcome.js';
import { render } from '../output/rendering.js';
import { sumRendering } from '../output/sum-columns.js';
import { print } from '../terminal.js';

export interface SumOptions {
  readonly from: string;
  readonly to: string;
  readonly over: string;
  readonly type: string | null;
  readonly initiative: string | null;
  readonly benefit: string | null;
  /** RFC 3339 with an offset. */
  readonly asKnownOn: string | null;
}

/** `hemtag sum --from M --to M --over X …`: over every tenant where none is named. */
export async function sum({ api, terminal, ...context }: CommandContext, options: SumOptions): Promise<Outcome> {
  if (options.from > options.to) return wrongUsage(`--from ${options.from} lies after --to ${options.to}.`);
  const result = await api.get('/v1/figures/sum', { query: { tenant: context.tenant, ...options } });
  const content = contentOf<FigureSumResponse>(result, { api, list: 'parts' });
  if (!content.ok) return content.error;
  const answer = result.kind === 'answer' ? result.body : '';
  await print(terminal.output, render(sumRendering(content.value, answer), formatOf({ api, terminal, ...context })));
  return DONE;
}
