export * from './health-check.js';
export * from './health.controller.js';
export * from './health.module.js';
export * from './http-application.js';
export * from './http-problem.js';
export * from './problem-filter.js';
export * from './raw-body.js';
export * from './server-limits.js';
