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
  stage(options?: Pick<StageOptions, 'tablespace' | 'topicConfig'>): Promise<Stage>;
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
    if (error instanceof Error) for (const stage of stages) for (const failure of stage.fleet.failures) error.message += `\nended by itself: ${failure}`;
    throw error;
  } finally {
    for (const stage of stages) await stage.close();
  }
}
