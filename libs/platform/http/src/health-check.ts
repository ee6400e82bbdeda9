/** One thing without which a service cannot work. */
export interface HealthCheck {
  /** A constant name that may be shown: `kafka`, `database`. */
  readonly name: string;
  /** True where it works. An error counts as false; so does an answer that comes too late. */
  readonly isReady: (signal: AbortSignal) => Promise<boolean>;
}

export interface Readiness {
  readonly ready: boolean;
  readonly failing: readonly string[];
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

/** Ready where the service behind this URL says so at `/health/ready`. */
export const serviceIsReady = (name: string, url: string): HealthCheck => ({
  name,
  isReady: async (signal) => {
    const response = await fetch(new URL('/health/ready', url), { signal });
    await response.body?.cancel();
    return response.ok;
  },
});
