import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result } from '@hemtag/kernel';
import type { ServerContainer } from './containers.js';
import { acquireLock, type HeldLock } from './data-dir-lock.js';
import { endLeftovers } from './leftovers.js';
import { startKafka, startPostgres, type ServerContext, type ServerKind, type ServerOptions } from './local-servers.js';
import { startNodeService, type ServiceOptions } from './node-service.js';
import { OwnProcesses, RuntimeStopping } from './own-process.js';
import { stopped, type RuntimeProblem } from './runtime-problem.js';
import { Supervisor, type RuntimeEvent, type SupervisedSpec } from './supervisor.js';

export interface RuntimeOptions {
  /** Holds the servers' data, the log files and the pid files. One runtime at a time. */
  readonly dataDir: string;
  /** Says what takes long or was found, one line each. */
  readonly log?: (line: string) => void;
  /** What happens to running programs without being asked for. */
  readonly onEvent?: (event: RuntimeEvent) => void;
}

export interface LocalServers {
  readonly kafkaBrokers: readonly string[];
  readonly databaseUrl: string;
  readonly kinds: { readonly kafka: ServerKind; readonly postgres: ServerKind };
}

const SERVICE_GRACE_MS = 10_000;
/** Long enough for the broker's first end, at which it writes its class archive. */
const SERVER_GRACE_MS = 20_000;
const TASK_GRACE_MS = 2_000;

function takeDataDir(dataDir: string): ReturnType<typeof acquireLock> | Result<never, string> {
  try {
    mkdirSync(dataDir, { recursive: true });
    return acquireLock(join(dataDir, 'runtime.lock'));
  } catch (error) {
    return err(error instanceof Error ? error.message : String(error));
  }
}

/** Takes the data folder and ends what an earlier run left behind. Nothing is started yet. */
export async function openRuntime(options: RuntimeOptions): Promise<Result<LocalRuntime, RuntimeProblem>> {
  const dataDir = resolve(options.dataDir);
  const lock = takeDataDir(dataDir);
  if (!lock.ok) {
    if (typeof lock.error === 'string') return err({ code: 'DATA_DIR_UNUSABLE', dataDir, message: `the data folder ${dataDir} cannot be used: ${lock.error}` });
    const { pid } = lock.error;
    return err({ code: 'DATA_DIR_IN_USE', dataDir, pid, message: `the data in ${dataDir} is in use by process ${pid}; end it, or use another folder` });
  }
  try {
    const leftovers = await endLeftovers(dataDir);
    for (const { name, pid } of leftovers) options.log?.(`Ended ${name} (process ${pid}), left over from an earlier run`);
    return ok(new LocalRuntime(options, dataDir, lock.value));
  } catch (error) {
    lock.value.release();
    throw error;
  }
}

export class LocalRuntime {
  readonly #options: RuntimeOptions;
  readonly #dataDir: string;
  readonly #lock: HeldLock;
  readonly #processes: OwnProcesses;
  readonly #servers: Supervisor[] = [];
  readonly #services: Supervisor[] = [];
  readonly #containers: ServerContainer[] = [];
  #stopped: Promise<void> | undefined;

  constructor(options: RuntimeOptions, dataDir: string, lock: HeldLock) {
    this.#options = options;
    this.#dataDir = dataDir;
    this.#lock = lock;
    this.#processes = new OwnProcesses(dataDir);
  }

  /** Starts both servers at the same time. Where one fails, everything is stopped and the first failure is the answer. */
  async startServers(options: ServerOptions): Promise<Result<LocalServers, RuntimeProblem>> {
    const context = this.#serverContext();
    const [kafka, postgres] = await Promise.all([this.#orStopAll(() => startKafka(options, context)), this.#orStopAll(() => startPostgres(options, context))]);
    if (kafka.ok && postgres.ok) {
      return ok({ kafkaBrokers: kafka.value.address, databaseUrl: postgres.value.address, kinds: { kafka: kafka.value.kind, postgres: postgres.value.kind } });
    }
    await this.stop();
    // The server that only had to follow answers STOPPED; the other one knows the reason.
    const problems = [kafka, postgres].flatMap((result) => (result.ok ? [] : [result.error]));
    return err(problems.find(({ code }) => code !== 'STOPPED') ?? stopped());
  }

  /** Resolves when the service is ready; from then on it is started again whenever it ends unasked. */
  async startService(options: ServiceOptions): Promise<Result<void, RuntimeProblem>> {
    const logFile = options.logFile ?? this.logFile(options.name);
    const start = (): ReturnType<typeof startNodeService> => startNodeService(options, { processes: this.#processes, logFile });
    return this.#supervise(this.#services, { name: options.name, start, stopGraceMs: options.stopGraceMs ?? SERVICE_GRACE_MS });
  }

  /** The running process of a service or of `kafka` and `postgres`; undefined while it is down, or where an existing server is used. */
  pidOf(name: string): number | undefined {
    return this.#processes.pidOf(name);
  }

  logFile(name: string): string {
    return join(this.#dataDir, 'logs', `${name}.log`);
  }

  /** Stops services in the reverse order of their start, then the servers. Also ends a start that is under way. Safe to call again. */
  stop(): Promise<void> {
    this.#stopped ??= this.#stopAll();
    return this.#stopped;
  }

  /**
   * Ends everything at once, without waiting: for a second Ctrl-C and for the moment at which this process exits. The data stay locked until
   * then, because what was just killed may still be ending.
   */
  killNow(): void {
    this.#disarm();
    this.#processes.killAll();
  }

  async #stopAll(): Promise<void> {
    this.#disarm();
    await this.#processes.stopAll({ kind: 'task', graceMs: TASK_GRACE_MS });
    for (const service of this.#services.toReversed()) await service.stop();
    await this.#processes.stopAll({ kind: 'service', graceMs: SERVICE_GRACE_MS });
    await this.#processes.stopAll({ kind: 'server', graceMs: SERVER_GRACE_MS });
    await Promise.all(this.#containers.map((container) => container.stop()));
    this.#lock.release();
  }

  #disarm(): void {
    this.#processes.close();
    for (const supervisor of [...this.#services, ...this.#servers]) supervisor.disarm();
  }

  async #orStopAll<T>(start: () => Promise<Result<T, RuntimeProblem>>): Promise<Result<T, RuntimeProblem>> {
    const result = await this.#unlessStopping(start).catch(async (fault: unknown) => {
      await this.stop();
      throw fault;
    });
    if (!result.ok) void this.stop();
    return result;
  }

  async #unlessStopping<T>(start: () => Promise<Result<T, RuntimeProblem>>): Promise<Result<T, RuntimeProblem>> {
    try {
      const result = await start();
      return result.ok || this.#stopped === undefined ? result : err(stopped());
    } catch (error) {
      if (error instanceof RuntimeStopping) return err(stopped());
      throw error;
    }
  }

  #serverContext(): ServerContext {
    return {
      dataDir: this.#dataDir,
      processes: this.#processes,
      log: (line) => this.#options.log?.(line),
      logFile: (name) => this.logFile(name),
      supervise: (name, start) => this.#supervise(this.#servers, { name, start, stopGraceMs: SERVER_GRACE_MS }),
      adoptContainer: async (container) => {
        if (this.#stopped === undefined) this.#containers.push(container);
        else await container.stop();
      },
    };
  }

  #supervise(among: Supervisor[], spec: Omit<SupervisedSpec, 'onEvent'>): Promise<Result<void, RuntimeProblem>> {
    const start = (): ReturnType<SupervisedSpec['start']> => this.#unlessStopping(spec.start);
    const supervisor = new Supervisor({ ...spec, start, onEvent: (event) => this.#options.onEvent?.(event) });
    among.push(supervisor);
    return supervisor.start();
  }
}
