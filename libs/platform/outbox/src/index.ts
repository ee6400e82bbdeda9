export * from './outbox-metrics.js';
export * from './outbox.entity.js';
export * from './outbox.js';
export * from './outbox-migrations.js';
export * from './outbox-relay.js';
