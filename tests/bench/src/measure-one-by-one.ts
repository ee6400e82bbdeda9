import 'reflect-metadata';
import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Transport, type MicroserviceOptions } from '@nestjs/microservices';
import { logLevel } from 'kafkajs';
import { DataSource } from 'typeorm';

import { createBenchDatabase } from './bench-database.js';
import type { BenchServers } from './bench-servers.js';
import { forgetGroups, type BenchTopic } from './bench-topic.js';
import { Handled, oneByOneController } from './one-by-one.controller.js';
import { EventEntity, VolumeEntity } from './one-by-one.entity.js';
import type { ExpectedTotals } from './workload.js';

@Module({})
class OneByOneModule {
  static with(topic: string, dataSource: DataSource, handled: Handled): DynamicModule {
    const providers = [
      { provide: DataSource, useValue: dataSource },
      { provide: Handled, useValue: handled },
    ];
    return { module: OneByOneModule, controllers: [oneByOneController(topic)], providers };
  }
}

async function checkExact(dataSource: DataSource, expected: ExpectedTotals): Promise<void> {
  const events = await dataSource.getRepository(EventEntity).count();
  const quantity = (await dataSource.getRepository(VolumeEntity).find()).reduce((sum, volume) => sum + Number(volume.quantity), 0);
  if (events !== expected.distinct || quantity !== expected.quantity) throw new Error('the service that takes one message at a time lost or repeated events');
}

/**
 * (c) Nest's own Kafka transport with `eachMessage`, and TypeORM: events per second from the service's start of reading to the last one, over
 * the records of `topic`, which holds a sample.
 */
export async function measureOneByOne(servers: BenchServers, topic: BenchTopic, expected: ExpectedTotals): Promise<number> {
  await forgetGroups(servers.brokers, topic);
  const database = await createBenchDatabase(servers.databaseUrl);
  const dataSource = await new DataSource({ type: 'postgres', url: database.url, entities: [EventEntity, VolumeEntity], synchronize: true }).initialize();
  const done = Promise.withResolvers<number>();
  const handled = new Handled(expected.records, () => done.resolve(performance.now()));
  const app = await NestFactory.createMicroservice<MicroserviceOptions>(OneByOneModule.with(topic.name, dataSource, handled), {
    logger: false,
    transport: Transport.KAFKA,
    options: {
      client: { clientId: 'bench', brokers: [...servers.brokers], logLevel: logLevel.NOTHING },
      consumer: { groupId: `${topic.prefix}one-by-one`, maxWaitTimeInMs: 100, allowAutoTopicCreation: false },
      subscribe: { fromBeginning: true },
    },
  });
  try {
    await app.listen();
    const firstAtMs = performance.now();
    const seconds = ((await done.promise) - firstAtMs) / 1_000;
    await checkExact(dataSource, expected);
    return expected.records / seconds;
  } finally {
    await app.close();
    await dataSource.destroy();
    await database.drop();
  }
}
