import type { Row } from '../harness/row.js';
import { KILLED_PROCESSES } from './killed-processes.js';
import { OUTAGES } from './outages.js';
import { ZOMBIES } from './zombies.js';

export const ROWS: readonly Row[] = [...KILLED_PROCESSES, ...OUTAGES, ...ZOMBIES].sort((a, b) => Number(a.name) - Number(b.name));
