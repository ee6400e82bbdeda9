import { METRICS, SERVICES, type LabelsOf, type MetricName, type MetricNameOf, type ProcessMetricName, type TargetMetricName } from '@hemtag/metric-catalog';

/** A piece of PromQL whose metrics and labels are those of the catalog. */
export interface PromExpression {
  readonly text: string;
}

type Labels<Name extends MetricName> = Partial<LabelsOf<Name>>;
const selector = (labels: Readonly<Record<string, unknown>>): string => {
  const matchers = Object.entries(labels).map(([label, value]) => `${label}="${String(value)}"`);
  return matchers.length === 0 ? '' : `{${matchers.join(',')}}`;
};

/** A counter or gauge of the catalog, narrowed by labels that it has. */
export const metric = <Name extends MetricNameOf<'counter' | 'gauge'>>(name: Name, labels: Labels<Name> = {}): PromExpression => ({
  text: `${name}${selector(labels)}`,
});

/** One of the series of a histogram. */
export const histogram = <Name extends MetricNameOf<'histogram'>>(name: Name, part: 'bucket' | 'sum' | 'count', labels: Labels<Name> = {}): PromExpression => ({
  text: `${name}_${part}${selector(labels)}`,
});

/** What the process says of itself, or Prometheus of the target, of Hemtag's services only: other programs say the same of theirs. */
export const ofServices = (name: ProcessMetricName | TargetMetricName): PromExpression => ({ text: `${name}{job=~"${SERVICES.join('|')}"}` });

/** A label by which a metric of the catalog is told apart. */
export function label<Name extends MetricName>(name: Name, of: keyof LabelsOf<Name> & string): PromExpression {
  if (!(of in METRICS[name].labels)) throw new Error(`${name} has no label ${of}.`);
  return { text: of };
}

/** PromQL around expressions; metrics can only be put in, never written out. */
export function promql(strings: TemplateStringsArray, ...parts: (PromExpression | number)[]): PromExpression {
  for (const literal of strings) if (literal.includes('hemtag_')) throw new Error(`Metrics come from the catalog, by metric() and histogram(): ${literal}`);
  return {
    text: strings
      .map((literal, index) => {
        const part = parts[index];
        return literal + (part === undefined ? '' : typeof part === 'number' ? String(part) : part.text);
      })
      .join(''),
  };
}

/** Per second, over a window that is never shorter than four scrapes. */
export const rate = (of: PromExpression): PromExpression => ({ text: `rate(${of.text}[$__rate_interval])` });

/** How many in the window that one point of the chart stands for. */
export const increase = (of: PromExpression): PromExpression => ({ text: `increase(${of.text}[$__rate_interval])` });

/** The value below which a share of what a histogram saw lies. */
export const quantile = <Name extends MetricNameOf<'histogram'>>(share: number, name: Name, labels: Labels<Name> = {}): PromExpression =>
  promql`histogram_quantile(${share}, sum by (le) (${rate(histogram(name, 'bucket', labels))}))`;
