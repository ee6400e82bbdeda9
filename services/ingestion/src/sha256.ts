import { hash } from 'node:crypto';

import type { Digest128 } from '@hemtag/metering';

export const sha256First128: Digest128 = (text) => hash('sha256', text, 'hex').slice(0, 32);
