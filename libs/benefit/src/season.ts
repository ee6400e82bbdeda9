import { ONE, type Month, type Rational } from '@hemtag/kernel';

/** The seasonality number of a month; a list that is empty stands for twelve times 1. */
export const seasonOf = (seasonality: readonly Rational[], month: Month): Rational => seasonality[Number(month.slice(5, 7)) - 1] ?? ONE;
