export * from './consumed-partition.entity.js';
export * from './inbox.js';
export * from './inbox-migrations.js';
