export * from './figures.js';
export * from './problem.js';
export * from './published-views.js';
export * from './register-api.js';
export * from './topics.js';
export * from './usage-event.js';
export * from './usage-volume.js';
