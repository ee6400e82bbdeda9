import 'reflect-metadata';

import { Controller } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Server, type CustomTransportStrategy } from '@nestjs/microservices';
import { isObservable, lastValueFrom } from 'rxjs';

import { BatchHandler } from './batch-handler.js';
import { Fenced } from './log-consumer.js';

class DirectServer extends Server implements CustomTransportStrategy {
  listen(callback: () => void): void {
    callback();
  }
  close(): void {
    this.messageHandlers.clear();
  }
  on(): void {
    throw new Error('no events');
  }
  unwrap<T>(): T {
    throw new Error('no client');
  }
  async hand(topic: string, batch: unknown): Promise<unknown> {
    const result: unknown = await this.messageHandlers.get(topic)?.(batch);
    return isObservable(result) ? lastValueFrom(result) : result;
  }
}

@Controller()
class Handlers {
  @BatchHandler('good')
  good(batch: { readonly n: number }): Promise<number> {
    return Promise.resolve(batch.n + 1);
  }

  @BatchHandler('fenced')
  fenced(): Promise<void> {
    return Promise.reject(new Fenced({ topic: 'fenced', partition: 1, epoch: 2n, firstOffset: 3n }));
  }
}

class Root {}

test('a handler gets the batch itself, and its own error comes back', async () => {
  const server = new DirectServer();
  const app = await NestFactory.createMicroservice({ module: Root, controllers: [Handlers] }, { strategy: server, logger: false });
  await app.listen();
  await expect(server.hand('good', { n: 1 })).resolves.toBe(2);
  await expect(server.hand('fenced', {})).rejects.toBeInstanceOf(Fenced);
  await app.close();
});
