export * from './source-register.js';
