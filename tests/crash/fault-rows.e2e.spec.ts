import { resolve } from 'node:path';

import { startFaultServers, type FaultServers } from './harness/fault-servers.js';
import { playRow } from './harness/row.js';
import { ROWS } from './rows/all-rows.js';

// The same each time, so that a red run is repeated by running it again; `npm run test:crash` takes another seed each time.
const SEED = 2026;
const LIMIT_MS = 120_000;

let servers: FaultServers;
beforeAll(async () => {
  servers = await startFaultServers(resolve(__dirname, '../..'));
}, LIMIT_MS);
afterAll(() => servers.stop());

test.each(ROWS.filter(({ isQuick }) => isQuick))(
  'row $name of the fault matrix: $title',
  async (row) => {
    expect(await playRow(row, { servers, seed: SEED, quick: true })).not.toBe('');
  },
  LIMIT_MS,
);
