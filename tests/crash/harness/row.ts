import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { FaultServers } from './fault-servers.js';
import { Stage, type StageOptions } from './stage.js';

/** One row of the fault matrix. */
export interface Row {
  readonly name: string;
  readonly title: string;
  /** Part of the quick half, in a smaller size. */
  readonly isQuick: boolean;
  /** Resolves with what was seen, in a few words; rejects where something does not hold. */
  readonly run: (play: Play) => Promise<string>;
}

export interface Play {
  readonly servers: FaultServers;
  readonly seed: number;
  readonly quick: boolean;
  /** A stage of its own for each call; all are closed after the row. */
  readonly stage: (options?: Pick<StageOptions, 'tablespace' | 'topicConfig'>) => Promise<Stage>;
}

/** What a row needs is missing on this machine. */
export class Skipped extends Error {
  override readonly name = 'Skipped';
}

export const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`;

/** Plays one row and ends everything it started. */
export async function playRow(row: Row, options: Pick<Play, 'servers' | 'seed' | 'quick'>): Promise<string> {
  const stages: Stage[] = [];
  try {
    return await row.run({
      ...options,
      stage: async (more = {}) => {
        const stage = await Stage.open({ ...options, ...more });
        stages.push(stage);
        return stage;
      },
    });
  } catch (error) {
    if (error instanceof Error && !(error instanceof Skipped)) {
      for (const failure of new Set(stages.flatMap(({ fleet }) => fleet.failures))) error.message += `\nended by itself: ${failure}`;
      error.message += `\nlogs: ${await keepLogs(stages, { ...options, row })}`;
    }
    throw error;
  } finally {
    for (const stage of stages) await stage.close();
  }
}

/** What the services said, for whoever looks into the failure. */
async function keepLogs(
  stages: readonly Stage[],
  { servers, row, seed }: { readonly servers: FaultServers; readonly row: Row; readonly seed: number },
): Promise<string> {
  const folder = join(servers.checkout, '.hemtag/crash', `row-${row.name}-seed-${seed}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  for (const [stage, { fleet }] of stages.entries()) {
    for (const [at, { lines, pid }] of fleet.instances.entries()) await writeFile(join(folder, `${stage}-${at}-${pid}.log`), `${lines.join('\n')}\n`);
  }
  return folder;
}
