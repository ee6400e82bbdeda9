export * from './metric-catalog.js';
export * from './metric-definition.js';
