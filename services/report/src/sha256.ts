import { hash } from 'node:crypto';
import type { Digest } from './application/ports.js';

export const sha256: Digest = (content) => hash('sha256', content, 'hex');
