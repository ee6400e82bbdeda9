import type { FiguresResponse } from '@hemtag/contracts';
import { ok, type Result } from '@hemtag/kernel';
import { contentOf } from '../answers.js';
import { formatOf, type CommandContext } from '../command-context.js';
import { DONE, wrongUsage, type Outcome } from '../outcome.js';
import { figureCharts } from '../output/figure-chart.js';
import { figuresRendering } from '../output/figure-columns.js';
import { render } from '../output/rendering.js';
import { onlyTenant, tenantOfObject } from '../register.js';
import { print } from '../terminal.js';

export interface FiguresOptions {
  readonly from: string;
  readonly to: string;
  readonly initiative: string | null;
  readonly benefit: string | null;
  readonly priceYear: string | null;
  /** Null leaves the method of the forecast to the server. */
  readonly forecast: string | null;
  /** RFC 3339 with an offset. */
  readonly asKnownOn: string | null;
  /** Draws instead of listing. */
  readonly chart: boolean;
}

/** Where nobody tells the width of the screen. */
const USUAL_COLUMNS = 80;

/** The tenant that the question is about. Whether a named one exists is the server's to say. */
async function tenantOf({ api, tenant }: CommandContext, { initiative }: FiguresOptions): Promise<Result<string, Outcome>> {
  if (tenant !== null) return ok(tenant);
  return initiative === null ? onlyTenant(api) : tenantOfObject(api, { kind: 'initiative', name: initiative });
}

/** `hemtag figures --from M --to M …` */
export async function figures(context: CommandContext, options: FiguresOptions): Promise<Outcome> {
  const { from, to, initiative, benefit, priceYear, asKnownOn, forecast, chart } = options;
  if (from > to) return wrongUsage(`--from ${from} lies after --to ${to}.`);
  if (chart && context.format !== null) return wrongUsage('--chart draws and --format lists: choose one of them.');
  const tenant = await tenantOf(context, options);
  if (!tenant.ok) return tenant.error;
  const { api, terminal } = context;
  const result = await api.get('/v1/figures', { query: { tenant: tenant.value, from, to, initiative, benefit, priceYear, asKnownOn, forecast } });
  const content = contentOf<FiguresResponse>(result, { api, list: 'figures' });
  if (!content.ok) return content.error;
  const answer = result.kind === 'answer' ? result.body : '';
  const text = chart
    ? figureCharts(content.value, terminal.output.columns ?? USUAL_COLUMNS)
    : render(figuresRendering(content.value, answer), formatOf(context));
  await print(terminal.output, text);
  return DONE;
}
