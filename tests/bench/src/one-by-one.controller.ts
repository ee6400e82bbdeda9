import { Controller, type Type } from '@nestjs/common';
import { Ctx, EventPattern, KafkaContext, Payload } from '@nestjs/microservices';
import { DataSource, type EntityManager } from 'typeorm';

import { EventEntity, VolumeEntity } from './one-by-one.entity.js';

interface UsageData {
  readonly quantity: number;
  readonly unit: string;
  readonly channel: string;
}

type Headers = Readonly<Record<string, string>>;

async function store(manager: EntityManager, headers: Headers, data: UsageData): Promise<void> {
  const { ce_source: source = '', ce_id: id = '', ce_subject: subject = '', ce_time: time = '' } = headers;
  const { unit, channel } = data;
  if ((await manager.findOneBy(EventEntity, { source, id })) !== null) return;
  await manager.save(manager.create(EventEntity, { source, id, subject, time: new Date(time), quantity: String(data.quantity), unit, channel }));
  const place = { source, subject, unit, channel, day: time.slice(0, 10) };
  const volume = (await manager.findOneBy(VolumeEntity, place)) ?? manager.create(VolumeEntity, { ...place, quantity: '0' });
  volume.quantity = String(Number(volume.quantity) + data.quantity);
  await manager.save(volume);
}

/** Counts the events that it has handled, so that the measurement knows the end. */
export class Handled {
  private count = 0;

  constructor(
    private readonly wanted: number,
    private readonly onAll: () => void,
  ) {}

  one(): void {
    this.count += 1;
    if (this.count === this.wanted) this.onAll();
  }
}

/** Usage events as most services would take them: one message, one transaction, entities found and saved. Nest fixes the topic with the class. */
export function oneByOneController(topic: string): Type {
  @Controller()
  class OneByOneController {
    constructor(
      private readonly dataSource: DataSource,
      private readonly handled: Handled,
    ) {}

    @EventPattern([topic])
    async take(@Payload() data: UsageData, @Ctx() context: KafkaContext): Promise<void> {
      await this.dataSource.transaction((manager) => store(manager, context.getMessage().headers as Headers, data));
      this.handled.one();
    }
  }
  return OneByOneController;
}
