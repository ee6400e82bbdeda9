import { Controller, Inject } from '@nestjs/common';
import { TOPICS } from '@hemtag/contracts';
import { BatchHandler, type RecordBatch } from '@hemtag/platform-kafka';

import { gatewayRejects } from '../../application/gateway-rejects.js';
import type { Register } from '../../application/ports.js';
import type { GatewayRejects } from '../../application/reject-ports.js';

export const GATEWAY_REJECTS = Symbol('gateway rejects');
export const REGISTER = Symbol('register');

/** Stores what the gateway refused beside ingestion's own rejects, so that both are seen and replayed alike. */
@Controller()
export class RejectedEventsController {
  constructor(
    @Inject(GATEWAY_REJECTS) private readonly rejects: GatewayRejects,
    @Inject(REGISTER) private readonly register: Register,
  ) {}

  @BatchHandler(TOPICS.usageEventsRejected.name)
  async take(batch: RecordBatch): Promise<void> {
    await this.rejects.store(batch, gatewayRejects(batch, this.register.current()));
  }
}
