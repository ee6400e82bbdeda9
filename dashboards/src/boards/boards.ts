import { benefitOverview } from './benefit-overview.js';
import type { Board } from './board.js';

/** Every board, in the order of the folder. A new board is a file beside this one and a line here. */
export const BOARDS: readonly Board[] = [benefitOverview];
