export * from './facts.js';
export * from './figure-facts.js';
export * from './language.js';
export * from './period.js';
export * from './statement-charts.js';
export * from './statement-lines.js';
export * from './statement.js';
export * from './vocabulary.js';
