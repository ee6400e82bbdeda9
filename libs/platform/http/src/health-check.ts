import type { LabelsOf } from '@hemtag/metric-catalog';
import type { Metrics } from '@hemtag/platform-observability';

export type CheckName = LabelsOf<'hemtag_readiness_checks'>['check'];

/** One thing without which a service cannot work. */
export interface HealthCheck {
  /** A constant name that may be shown, of the list that the metric has. */
  readonly name: CheckName;
  /** True where it works. An error counts as false; so does an answer that comes too late. */
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly failing: readonly CheckName[];
}

async function holds(check: HealthCheck, timeoutMs: number): Promise<boolean> {
  const signal = AbortSignal.timeout(timeoutMs);
  const late = new Promise<boolean>((resolve) => signal.addEventListener('abort', () => resolve(false), { once: true }));
  return Promise.race([
    Promise.resolve()
      .then(() => check.isReady(signal))
      .catch(() => false),
    late,
  ]);
}

/** Runs all checks at the same time, each for `timeoutMs` at most. */
export async function readiness(checks: readonly HealthCheck[], timeoutMs: number): Promise<Readiness> {
  const results = await Promise.all(checks.map(async (check) => ({ name: check.name, ready: await holds(check, timeoutMs) })));
  const failing = results.filter(({ ready }) => !ready).map(({ name }) => name);
  return { ready: failing.length === 0, failing };
}

/** Longest wait for one check. */
export const CHECK_TIMEOUT_MS = 3_000;

/** Makes the checks at each scrape, so that what fails is told apart without anybody asking for readiness. */
export function reportReadiness(metrics: Metrics, checks: readonly HealthCheck[]): void {
  const gauge = metrics.gauge('hemtag_readiness_checks');
  metrics.beforeScrape(async () => {
    const { failing } = await readiness(checks, CHECK_TIMEOUT_MS);
    for (const { name } of checks) gauge.set({ check: name }, failing.includes(name) ? 0 : 1);
  });
}

/** Ready where the service behind this URL says so at `/health/ready`. */
export const serviceIsReady = (name: CheckName, url: string): HealthCheck => ({
  name,
  isReady: async (signal) => {
    const response = await fetch(new URL('/health/ready', url), { signal });
    await response.body?.cancel();
    return response.ok;
  },
});
