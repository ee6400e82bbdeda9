export * from './example-event.js';
export { exampleCounts, exampleEvents, type ExampleCase, type ExampleCounts } from './example-events.js';
