export { changeDays } from './change-days.js';
export { type IncompleteDay, type SourceActivity, type SourceRhythm } from './completeness.js';
export * from './figures.js';
export { meterMatches, type DayVolume } from './meter.js';
export * from './printed-figures.js';
export * from './terms.js';
export * from './periods/figure-id.js';
export * from './periods/period-facts.js';
export * from './periods/period-state.js';
