export * from './classify.js';
export * from './day-of.js';
export * from './fold.js';
export * from './identity.js';
export * from './micro-quantity.js';
export * from './series.js';
export * from './source-counts.js';
export * from './usage.js';
