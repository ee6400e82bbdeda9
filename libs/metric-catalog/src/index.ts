export { EXPECTED_CLOSE_DAYS, REVIEW_AGE_DAYS } from './benefit-metrics.js';
export * from './metric-catalog.js';
export * from './metric-definition.js';
export * from './process-metrics.js';
