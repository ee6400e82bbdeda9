export * from './batch-handler.js';
export * from './connection.js';
export * from './event-producer.js';
export * from './kafka-batch-server.js';
export * from './kafkajs-log-consumer.js';
export * from './log-consumer.js';
export * from './log-moved.js';
export * from './topic-admin.js';
