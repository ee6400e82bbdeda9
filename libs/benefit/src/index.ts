export { type IncompleteDay, type SourceActivity, type SourceRhythm } from './completeness.js';
export * from './figures.js';
export { meterMatches, type DayVolume } from './meter.js';
export { overlapsOf, overlapsWith, type BenefitName, type Overlap } from './overlap.js';
export * from './printed-figures.js';
export * from './terms.js';
