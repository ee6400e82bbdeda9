export * from './metrics-listener.js';
export * from './run-service.js';
