import { LOOPBACK } from './loopback-port.js';

export interface KafkaPorts {
  readonly broker: number;
  readonly controller: number;
}

/** A second way to the broker, for a proxy: who comes in at `listen` is told to come back at `advertised`, where the proxy stands. */
export interface ProxiedPorts {
  readonly listen: number;
  readonly advertised: number;
}

/** Above the 8 MiB that the topics allow, so that a topic's own limit is always the one that decides. */
const MAX_MESSAGE_BYTES = 10 * 1024 * 1024;

const INTERNAL_TOPIC = { partitions: '1', replicas: '1' } as const;

/**
 * One node that is broker and controller. Paths are relative to the folder in which the node runs, because the value of `log.dirs` would be
 * split at commas. Records are not forced to the disk one by one: what the broker acknowledged is in the page cache and survives its death.
 */
export function kafkaProperties(ports: KafkaPorts, proxied?: ProxiedPorts): string {
  const properties: Readonly<Record<string, string>> = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@${LOOPBACK}:${ports.controller}`,
    listeners: `CLIENTS://${LOOPBACK}:${ports.broker},CONTROLLER://${LOOPBACK}:${ports.controller}${proxied ? `,PROXIED://${LOOPBACK}:${proxied.listen}` : ''}`,
    'advertised.listeners': `CLIENTS://${LOOPBACK}:${ports.broker}${proxied ? `,PROXIED://${LOOPBACK}:${proxied.advertised}` : ''}`,
    'listener.security.protocol.map': `CLIENTS:PLAINTEXT,CONTROLLER:PLAINTEXT${proxied ? ',PROXIED:PLAINTEXT' : ''}`,
    'inter.broker.listener.name': 'CLIENTS',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': LOG_FOLDER,
    'auto.create.topics.enable': 'false',
    'message.max.bytes': String(MAX_MESSAGE_BYTES),
    'replica.fetch.max.bytes': String(MAX_MESSAGE_BYTES),
    'socket.request.max.bytes': String(10 * MAX_MESSAGE_BYTES),
    'default.replication.factor': '1',
    'min.insync.replicas': '1',
    'offsets.topic.num.partitions': INTERNAL_TOPIC.partitions,
    'offsets.topic.replication.factor': INTERNAL_TOPIC.replicas,
    'transaction.state.log.num.partitions': INTERNAL_TOPIC.partitions,
    'transaction.state.log.replication.factor': INTERNAL_TOPIC.replicas,
    'transaction.state.log.min.isr': INTERNAL_TOPIC.replicas,
    'share.coordinator.state.topic.num.partitions': INTERNAL_TOPIC.partitions,
    'share.coordinator.state.topic.replication.factor': INTERNAL_TOPIC.replicas,
    'share.coordinator.state.topic.min.isr': INTERNAL_TOPIC.replicas,
    // Groups of one member need not wait for others, and a broker that died is missed soon, so that its successor may register.
    'group.initial.rebalance.delay.ms': '0',
    'broker.heartbeat.interval.ms': '500',
    'broker.session.timeout.ms': '3000',
    // Sized for two cores and a small heap.
    'num.network.threads': '2',
    'num.io.threads': '4',
    'log.cleaner.dedupe.buffer.size': String(8 * 1024 * 1024),
  };
  return `${Object.entries(properties)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n')}\n`;
}

export const LOG_FOLDER = 'log';
