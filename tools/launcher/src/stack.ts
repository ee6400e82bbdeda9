import { err, ok, type Result } from '@hemtag/kernel';
import {
  freeLoopbackPorts,
  isFreePort,
  LOOPBACK,
  type LocalRuntime,
  type RuntimeProblem,
  SERVICE_ENVIRONMENT,
  type ServiceOptions,
  serviceNodeFlags,
} from '@hemtag/local-runtime';

export interface StackOptions {
  readonly checkout: string;
  readonly runtime: LocalRuntime;
  /** Port of the gateway. */
  readonly port: number;
  readonly env: NodeJS.ProcessEnv;
  /** False only for tests, see ServerOptions. */
  readonly durable?: boolean;
  readonly say: (line: string) => void;
}

export interface Stack {
  /** Address of the gateway. */
  readonly url: string;
  /** Addresses of each service's metrics. */
  readonly metricsUrls: Readonly<Record<string, string>>;
  /** Host and port of PostgreSQL. */
  readonly database: string;
}

export const SERVICES = ['ingestion', 'benefit', 'report', 'gateway'] as const;
type ServiceName = (typeof SERVICES)[number];
type Ports = Readonly<Record<ServiceName, { readonly http: number; readonly metrics: number }>>;

async function choosePorts(gateway: number): Promise<Ports> {
  const [ingestion = 0, benefit = 0, report = 0, ...metrics] = await freeLoopbackPorts(7);
  return {
    gateway: { http: gateway, metrics: metrics[0] ?? 0 },
    ingestion: { http: ingestion, metrics: metrics[1] ?? 0 },
    benefit: { http: benefit, metrics: metrics[2] ?? 0 },
    report: { http: report, metrics: metrics[3] ?? 0 },
  };
}

function serviceOptions(
  name: ServiceName,
  { checkout, ports, env }: { readonly checkout: string; readonly ports: Ports; readonly env: NodeJS.ProcessEnv },
): ServiceOptions {
  const url = (service: ServiceName): string => `http://${LOOPBACK}:${ports[service].http}`;
  return {
    name,
    args: [...serviceNodeFlags(name), `${checkout}/services/${name}/dist/main.js`],
    readyUrl: `${url(name)}/health/ready`,
    env: {
      ...SERVICE_ENVIRONMENT,
      ...env,
      HEMTAG_HOST: LOOPBACK,
      HEMTAG_PORT: String(ports[name].http),
      HEMTAG_METRICS_PORT: String(ports[name].metrics),
      HEMTAG_INGESTION_URL: url('ingestion'),
      HEMTAG_BENEFIT_URL: url('benefit'),
      HEMTAG_REPORT_URL: url('report'),
      HEMTAG_ECHO: 'on',
    },
  };
}

/** Starts PostgreSQL, Kafka and the services, and resolves when the gateway says that everything is ready. */
export async function startStack({ checkout, runtime, port, env, durable = true, say }: StackOptions): Promise<Result<Stack, RuntimeProblem>> {
  if (!(await isFreePort(port))) {
    return err({
      code: 'START_FAILED',
      name: 'gateway',
      message: `port ${port} is used by another program; choose one with npm start -- --port N (or HEMTAG_PORT)`,
    });
  }
  const areGiven = Boolean(env['HEMTAG_DATABASE_URL'] && env['HEMTAG_KAFKA_BROKERS']);
  say(areGiven ? 'using the PostgreSQL and the Apache Kafka that the environment names' : 'starting PostgreSQL and Apache Kafka');
  const servers = await runtime.startServers({ cacheDir: `${checkout}/.hemtag/cache`, env, durable });
  if (!servers.ok) return servers;
  const ports = await choosePorts(port);
  const serviceEnv = { ...env, HEMTAG_KAFKA_BROKERS: servers.value.kafkaBrokers.join(','), HEMTAG_DATABASE_URL: servers.value.databaseUrl };
  say(`starting ${SERVICES.join(', ')}`);
  // All at once: each is ready only when the others have published what it reads.
  const started = await Promise.all(SERVICES.map((name) => runtime.startService(serviceOptions(name, { checkout, ports, env: serviceEnv }))));
  const failed = started.find((result) => !result.ok);
  if (failed && !failed.ok) return failed;
  return ok({
    url: `http://localhost:${port}`,
    metricsUrls: Object.fromEntries(SERVICES.map((name) => [name, `http://localhost:${ports[name].metrics}/metrics`])),
    database: new URL(servers.value.databaseUrl).host,
  });
}
