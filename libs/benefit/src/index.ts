export { type IncompleteDay, type SourceActivity, type SourceRhythm } from './completeness.js';
export { sumFigures, type IncompatibleSum, type PrintedFigureSum } from './figure-sum.js';
export { figuresOf, type Figures, type FiguresQuery } from './figures.js';
export { type ForecastMethod } from './forecast.js';
export { meterMatches, type DayVolume } from './meter.js';
export { businessCaseOf, type CaseQuery, type PrintedCase } from './printed-case.js';
export * from './printed-figures.js';
export * from './terms.js';
export { countedYears, endedCosts, shareOfCost, type CountedYears, type SharingFacts, type SharingTerms } from './shared-costs.js';
