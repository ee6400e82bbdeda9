import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { err, ok, type Result } from '@hemtag/kernel';
import { LOG4J_FILE, type KafkaDistribution } from './kafka-distribution.js';
import { answersMetadata } from './kafka-probe.js';
import { kafkaProperties, LOG_FOLDER, type KafkaPorts, type ProxiedPorts } from './kafka-properties.js';
import { freeLoopbackPorts, isFreePort, LOOPBACK } from './loopback-port.js';
import type { OwnProcess, OwnProcesses, ProcessExit } from './own-process.js';
import { waitUntilReady } from './readiness.js';
import { startFailed, type RuntimeProblem } from './runtime-problem.js';

const HEAP_MB = 384;
const READY_TIMEOUT_MS = 90_000;
const STOP_GRACE_MS = 10_000;
const MAX_PORT_ATTEMPTS = 3;
/** How a JVM reports that it ended in good order after a SIGTERM. */
const SIGTERM_EXIT_CODE = 143;

export interface KafkaOptions {
  /** `DATA_DIR/kafka`. */
  readonly folder: string;
  readonly distribution: KafkaDistribution;
  readonly processes: OwnProcesses;
  readonly env: NodeJS.ProcessEnv;
  readonly logFile: string;
  readonly proxied?: ProxiedPorts;
}

/** One broker on loopback. Its ports are found at the first start and kept at every further one, so that clients find it again. */
export class KafkaServer {
  readonly #options: KafkaOptions;
  #ports: KafkaPorts | undefined;

  constructor(options: KafkaOptions) {
    this.#options = options;
  }

  get brokers(): readonly string[] {
    return this.#ports === undefined ? [] : [`${LOOPBACK}:${this.#ports.broker}`];
  }

  async start(): Promise<Result<OwnProcess, RuntimeProblem>> {
    mkdirSync(this.#options.folder, { recursive: true });
    mkdirSync(dirname(this.#options.distribution.archiveFile), { recursive: true });
    this.#sweepArchiveParts();
    for (let attempt = 1; ; attempt += 1) {
      const fixedPorts = this.#ports;
      const ports = fixedPorts ?? (await freePorts());
      this.#ports = ports;
      const started = await this.#startOnPorts(ports);
      if (started.ok || fixedPorts !== undefined) return started;
      this.#ports = undefined;
      const portsTaken = !(await isFreePort(ports.broker)) || !(await isFreePort(ports.controller));
      if (!portsTaken || attempt === MAX_PORT_ATTEMPTS) return started;
    }
  }

  async #startOnPorts(ports: KafkaPorts): Promise<Result<OwnProcess, RuntimeProblem>> {
    writeFileSync(join(this.#options.folder, 'server.properties'), kafkaProperties(ports, this.#options.proxied));
    const formatAndStart = async (): Promise<Result<OwnProcess, RuntimeProblem>> => {
      const formatted = await this.#format();
      return formatted.ok ? this.#startBroker(ports.broker) : formatted;
    };
    const { archiveFile } = this.#options.distribution;
    const hadArchive = existsSync(archiveFile);
    const started = await formatAndStart();
    return started.ok || !hadArchive || existsSync(archiveFile) ? started : formatAndStart();
  }

  async #format(): Promise<Result<void, RuntimeProblem>> {
    if (existsSync(join(this.#options.folder, LOG_FOLDER, 'meta.properties'))) return ok(undefined);
    const archive = this.#options.distribution.archiveFile;
    const spec = this.#javaSpec(existsSync(archive) ? [`-XX:SharedArchiveFile=${archive}`] : [], [
      'kafka.tools.StorageTool',
      'format',
      `--cluster-id=${randomBytes(16).toString('base64url')}`,
      '--config=server.properties',
    ]);
    const { exit, lines } = await this.#options.processes.run({ ...spec, name: 'kafka-format', kind: 'task' });
    if (exit.kind === 'exited' && exit.code === 0) return ok(undefined);
    this.#discardArchive(exit);
    return err(startFailed('kafka', 'the data folder could not be formatted', lines));
  }

  async #startBroker(port: number): Promise<Result<OwnProcess, RuntimeProblem>> {
    const archive = this.#options.distribution.archiveFile;
    // A half-written archive would end the next JVM, so it is written aside and gets its name only after an end in good order.
    const part = existsSync(archive) ? undefined : `${archive}.part-${randomUUID()}`;
    const spec = this.#javaSpec(
      [part === undefined ? `-XX:SharedArchiveFile=${archive}` : `-XX:ArchiveClassesAtExit=${part}`],
      ['kafka.Kafka', 'server.properties'],
    );
    const broker = this.#options.processes.start({ ...spec, name: 'kafka', kind: 'server' });
    if (part !== undefined) {
      void broker.exited.then((exit) => {
        if (exit.kind === 'exited' && exit.code === SIGTERM_EXIT_CODE && existsSync(part)) renameSync(part, archive);
        else rmSync(part, { force: true });
      });
    }
    const readiness = await waitUntilReady({ process: broker, probe: () => answersMetadata(port), timeoutMs: READY_TIMEOUT_MS });
    if (readiness === 'ready') return ok(broker);
    const exit = await broker.stop({ graceMs: STOP_GRACE_MS });
    if (readiness === 'exited') this.#discardArchive(exit);
    return err(startFailed('kafka', readiness === 'exited' ? 'the process ended' : `not ready within ${READY_TIMEOUT_MS / 1000} s`, broker.lastLines()));
  }

  #javaSpec(flags: readonly string[], call: readonly string[]) {
    const { folder, distribution, env, logFile } = this.#options;
    const jvm = [
      ...['-Xms64m', `-Xmx${HEAP_MB}m`, '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-XX:+ExitOnOutOfMemoryError', '-XX:-UsePerfData'],
      // While it writes the archive the JVM would name hundreds of classes that do not fit in.
      ...['-Xlog:disable', '-Xlog:all=error:stderr'],
      ...['-Djava.awt.headless=true', '-Djava.net.preferIPv4Stack=true', `-Dlog4j2.configurationFile=${pathToFileURL(LOG4J_FILE).href}`],
    ];
    const args = [...jvm, ...flags, '-cp', distribution.classPath, ...call];
    // Under the C locale a JVM cannot open paths with letters beyond ASCII.
    return { command: distribution.java.command, args, cwd: folder, env: { ...env, LC_ALL: 'C.UTF-8' }, logFile };
  }

  // A damaged archive ends a JVM at once. It is only a help, so after an end that nobody asked for the next try goes without it.
  #discardArchive(exit: ProcessExit): void {
    const asked = exit.kind === 'exited' && (exit.code === SIGTERM_EXIT_CODE || exit.signal === 'SIGTERM' || exit.signal === 'SIGKILL');
    if (!asked) rmSync(this.#options.distribution.archiveFile, { force: true });
  }

  // Left by a run that was SIGKILLed while its broker wrote the archive. A younger one may belong to another run on the same cache.
  #sweepArchiveParts(): void {
    const archive = this.#options.distribution.archiveFile;
    const prefix = `${basename(archive)}.part-`;
    if (existsSync(archive)) {
      for (const file of readdirSync(dirname(archive)).filter((name) => name.startsWith(prefix))) rmSync(join(dirname(archive), file), { force: true });
    }
  }
}

async function freePorts(): Promise<KafkaPorts> {
  const [broker, controller] = await freeLoopbackPorts(2);
  if (broker === undefined || controller === undefined) throw new Error('no ports were found');
  return { broker, controller };
}
