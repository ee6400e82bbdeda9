import type { Metrics } from './metrics.js';

interface Verified {
  readonly differenceCount: number;
}

/** Follows verifications to their end; the answer comes through as it is. */
export type FollowVerification = <Answer extends Verified>(answer: Promise<Answer>) => Promise<Answer>;

export function followVerifications(metrics: Metrics): FollowVerification {
  const differences = metrics.gauge('hemtag_verify_differences');
  const finished = metrics.gauge('hemtag_verify_finished_timestamp_seconds');
  const duration = metrics.gauge('hemtag_verify_last_duration_seconds');
  const runs = metrics.counter('hemtag_verify_runs_total');
  return async (answer) => {
    const begunMs = performance.now();
    try {
      const { differenceCount } = await answer;
      differences.set({}, differenceCount);
      duration.set({}, (performance.now() - begunMs) / 1000);
      finished.set({}, Date.now() / 1000);
      runs.add({ result: differenceCount === 0 ? 'equal' : 'different' });
    } catch {
      runs.add({ result: 'failed' });
    }
    return answer;
  };
}
