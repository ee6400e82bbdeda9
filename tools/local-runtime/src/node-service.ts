import { err, ok, type Result } from '@hemtag/kernel';
import type { OwnProcess, OwnProcesses } from './own-process.js';
import { waitUntilReady } from './readiness.js';
import { startFailed, type RuntimeProblem } from './runtime-problem.js';

export interface ServiceOptions {
  readonly name: string;
  /** What Node runs: its own flags, the script, the script's arguments. */
  readonly args: readonly string[];
  /** Laid over the environment of this process. */
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
  /** Answers 200 as soon as the service is ready. */
  readonly readyUrl: string;
  /** 30 s where not given. */
  readonly readyTimeoutMs?: number;
  /** Time for an orderly stop before the service is ended for good; 10 s where not given. */
  readonly stopGraceMs?: number;
  /** `DATA_DIR/logs/NAME.log` where not given. */
  readonly logFile?: string;
}

const READY_TIMEOUT_MS = 30_000;
const PROBE_TIMEOUT_MS = 2_000;
const STOP_GRACE_MS = 3_000;

export async function startNodeService(
  options: ServiceOptions,
  runtime: { readonly processes: OwnProcesses; readonly logFile: string },
): Promise<Result<OwnProcess, RuntimeProblem>> {
  const service = runtime.processes.start({
    name: options.name,
    kind: 'service',
    command: process.execPath,
    args: options.args,
    env: { ...process.env, ...options.env },
    logFile: runtime.logFile,
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
  const timeoutMs = options.readyTimeoutMs ?? READY_TIMEOUT_MS;
  const readiness = await waitUntilReady({ process: service, probe: () => answers200(options.readyUrl), timeoutMs });
  if (readiness === 'ready') return ok(service);
  await service.stop({ graceMs: STOP_GRACE_MS });
  const reason = readiness === 'exited' ? 'the process ended' : `${options.readyUrl} did not answer 200 within ${timeoutMs / 1000} s`;
  return err(startFailed(options.name, reason, service.lastLines()));
}

async function answers200(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(PROBE_TIMEOUT_MS) });
    await response.body?.cancel();
    return response.status === 200;
  } catch {
    return false;
  }
}
