import { BENEFIT_METRICS } from './benefit-metrics.js';
import { GATEWAY_METRICS } from './gateway-metrics.js';
import { INGESTION_METRICS } from './ingestion-metrics.js';
import type { MetricDefinition, MetricDefinitions } from './metric-definition.js';
import { REPORT_METRICS } from './report-metrics.js';
import { SERVICE_METRICS } from './service-metrics.js';

/** Every metric of Hemtag, by the name under which it is scraped. */
export const METRICS = {
  ...SERVICE_METRICS,
  ...GATEWAY_METRICS,
  ...INGESTION_METRICS,
  ...BENEFIT_METRICS,
  ...REPORT_METRICS,
} as const satisfies MetricDefinitions;

export type MetricName = keyof typeof METRICS;
export type MetricNameOf<Type extends MetricDefinition['type']> = {
  [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never;
}[MetricName];

type ValueOf<Values> = Values extends 'fixed' ? string : Values extends readonly (infer Value extends string)[] ? Value : never;
export type LabelsOf<Name extends MetricName> = {
  readonly [Label in keyof (typeof METRICS)[Name]['labels']]: ValueOf<(typeof METRICS)[Name]['labels'][Label]>;
};
