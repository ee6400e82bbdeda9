import { METRICS } from './metric-catalog.js';
import { SERVICES, type LabelValues, type MetricDefinition, type ServiceName } from './metric-definition.js';

const VALUES_SHOWN = 20;

/** What a label may be, in a cell: a long list by its number. */
function labelText(labels: LabelValues): string {
  const texts = Object.entries(labels).map(([label, values]) => {
    if (values === 'fixed') return `\`${label}\``;
    return values.length > VALUES_SHOWN ? `\`${label}\` (${values.length} codes)` : `\`${label}\`: ${values.join(', ')}`;
  });
  return texts.join('; ');
}

const servicesText = (services: readonly ServiceName[]): string => (services.length === SERVICES.length ? 'all' : services.join(', '));

/** The catalog as the table of a page, in Markdown: a test holds the page to it. */
export function metricTable(): string {
  const all: readonly [string, MetricDefinition][] = Object.entries(METRICS);
  const rows = all.map(([name, { type, help, labels, services }]) => `| \`${name}\` | ${type} | ${servicesText(services)} | ${labelText(labels)} | ${help} |`);
  return ['| name | type | of | labels | what it says |', '|---|---|---|---|---|', ...rows].join('\n');
}
