export * from './canonical-json.js';
export * from './day.js';
export * from './instant.js';
export * from './one-of.js';
export * from './rational.js';
export * from './result.js';
