import type { Row } from '../harness/row.js';
import { HOSTILE_EVENTS } from './hostile-events.js';
import { KILLED_PROCESSES } from './killed-processes.js';
import { LOG_FAULTS } from './log-faults.js';
import { OUTAGES } from './outages.js';
import { OVERSIZE } from './oversize.js';
import { REJECTION_BUDGET } from './rejection-budget.js';
import { ZOMBIES } from './zombies.js';

/** In the order of the fault matrix. */
export const ROWS: readonly Row[] = [...KILLED_PROCESSES, ...OUTAGES, ...ZOMBIES, ...HOSTILE_EVENTS, ...LOG_FAULTS, ...OVERSIZE, ...REJECTION_BUDGET].sort(
  (a, b) => Number(a.name) - Number(b.name),
);
