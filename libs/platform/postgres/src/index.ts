export * from './data-source.js';
export * from './database-error.js';
export * from './database-log.js';
export * from './listen.js';
export * from './migrations.js';
export * from './service-schema.js';
export * from './transaction.js';
