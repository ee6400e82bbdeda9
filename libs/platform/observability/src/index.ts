export * from './logger.js';
export * from './metrics.js';
export * from './nest-logger.js';
export * from './span.js';
export * from './tracing.js';
export * from './verify-metrics.js';
