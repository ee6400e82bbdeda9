import { createHash } from 'node:crypto';

/** A server that a container engine runs. Its data lies in a named volume and outlives the container. */
export interface ServerContainer {
  readonly address: string;
  stop(): Promise<void>;
}

const KAFKA_IMAGE = 'confluentinc/cp-kafka:8.0.0';
const KAFKA_PORT = 9093;
const POSTGRES_IMAGE = 'postgres:17';
const MAX_MESSAGE_BYTES = '10485760';

/** An installed docker command proves nothing, so the engine itself is asked. */
export async function containersRun(): Promise<boolean> {
  try {
    const { getContainerRuntimeClient } = await import('testcontainers');
    await getContainerRuntimeClient();
    return true;
  } catch {
    return false;
  }
}

export async function startKafkaContainer(options: { readonly dataDir: string }): Promise<ServerContainer> {
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(KAFKA_IMAGE)
    .withKraft()
    .withEnvironment({
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_MESSAGE_MAX_BYTES: MAX_MESSAGE_BYTES,
      KAFKA_REPLICA_FETCH_MAX_BYTES: MAX_MESSAGE_BYTES,
      KAFKA_HEAP_OPTS: '-Xmx384m',
    })
    .withBindMounts([{ source: volumeOf(options.dataDir, 'kafka'), target: '/var/lib/kafka/data' }])
    .start();
  return { address: `${container.getHost()}:${container.getMappedPort(KAFKA_PORT)}`, stop: async () => void (await container.stop()) };
}

export async function startPostgresContainer(options: {
  readonly dataDir: string;
  readonly role: string;
  readonly password: string;
  readonly database: string;
}): Promise<ServerContainer> {
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  const container = await new PostgreSqlContainer(POSTGRES_IMAGE)
    .withUsername(options.role)
    .withPassword(options.password)
    .withDatabase(options.database)
    .withEnvironment({ POSTGRES_INITDB_ARGS: '--encoding=UTF8 --locale=C.UTF-8 --auth=scram-sha-256' })
    .withBindMounts([{ source: volumeOf(options.dataDir, 'postgres'), target: '/var/lib/postgresql/data' }])
    .start();
  return { address: container.getConnectionUri(), stop: async () => void (await container.stop()) };
}

// Two checkouts on one machine must not share their data.
function volumeOf(dataDir: string, server: string): string {
  return `hemtag-${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}-${server}`;
}
