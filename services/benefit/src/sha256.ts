import { hash } from 'node:crypto';
import type { Digest } from './application/period-ports.js';

export const sha256: Digest = (text) => hash('sha256', text, 'hex');
