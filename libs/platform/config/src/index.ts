export * from './config.js';
export * from './variables.js';
