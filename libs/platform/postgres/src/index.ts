export * from './data-source.js';
export * from './database-error.js';
export * from './database-log.js';
export { reportDatabase } from './database-metrics.js';
export * from './listen.js';
export * from './migrations.js';
export * from './service-schema.js';
export { SILENCE_LIMIT_MS } from './silence-limit.js';
export * from './transaction.js';
