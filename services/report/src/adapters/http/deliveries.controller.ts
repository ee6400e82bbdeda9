import { DeliveriesQuery, DeliveryIdParameter, TenantParameter, type DeliveriesResponse, type DeliveryRow } from '@hemtag/contracts';
import type { Clock } from '@hemtag/kernel';
import { cursorParts, cursorText, HttpProblem, readParameters } from '@hemtag/platform-http';
import { Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { DeliveryPlace, DeliveryStore, StoredDelivery } from '../../application/delivery-ports.js';
import type { BenefitSource } from '../../application/benefit-source.js';
import type { Archive, TenantStore } from '../../application/ports.js';
import { sendAgain } from '../../application/send-again.js';
import { ARCHIVE, BENEFIT_SOURCE, CLOCK, DELIVERY_STORE, TENANT_STORE } from '../../tokens.js';
import { askingBenefit, noTenant } from './report-problems.js';

const deliveryRow = ({ id, what, about, plan, channel, receiver, role, progress, attempts, fault, plannedAt, endedAt }: StoredDelivery): DeliveryRow => ({
  id, what, about, plan, channel, receiver, role, progress, attempts,
  fault: fault === null ? null : `${fault.code}: ${fault.detail}`,
  plannedAt: new Date(plannedAt).toISOString(),
  endedAt: endedAt === null ? null : new Date(endedAt).toISOString(),
}); // prettier-ignore

const PLACE = [/^\d{1,15}$/, /^[0-9a-f]{64}$/];
function placeOf(cursor: string | undefined): DeliveryPlace | null {
  const [plannedAt, id] = cursorParts(cursor, PLACE) ?? [];
  return plannedAt === undefined || id === undefined ? null : { plannedAt: Number(plannedAt), id };
}

/** `GET /v1/reports/deliveries`, `POST /v1/reports/deliveries/{id}/again`. */
@Controller('v1/reports/deliveries')
export class DeliveriesController {
  constructor(
    @Inject(DELIVERY_STORE) private readonly store: DeliveryStore,
    @Inject(TENANT_STORE) private readonly tenants: TenantStore,
    @Inject(ARCHIVE) private readonly archive: Archive,
    @Inject(BENEFIT_SOURCE) private readonly source: BenefitSource,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<DeliveriesResponse> {
    const { tenant, limit = '100', cursor } = readParameters(DeliveriesQuery, query);
    if (!(await this.tenants.has(tenant))) throw noTenant();
    const { deliveries, next } = await this.store.deliveries({ tenant, limit: Number(limit), after: placeOf(cursor) });
    return { tenant, deliveries: deliveries.map(deliveryRow), next: next && cursorText([String(next.plannedAt), next.id]) };
  }

  @Post(':id/again')
  @HttpCode(200)
  async again(@Param() parameters: unknown, @Query() query: unknown): Promise<DeliveryRow> {
    const { id } = readParameters(DeliveryIdParameter, parameters);
    const { tenant } = readParameters(TenantParameter, query);
    const { store, archive, source, clock } = this;
    const isRepeated = await askingBenefit(() => sendAgain({ tenant, id }, { store, archive, source, clock }));
    const found = await this.store.delivery(tenant, id);
    if (found === null) throw new HttpProblem('NOT_FOUND', 'there is no such delivery; GET /v1/reports/deliveries lists them', { pointer: '/id' });
    if (!isRepeated) throw new HttpProblem('IN_USE', 'it is on its way or has arrived: only what failed or is unknown is sent again', { pointer: '/id' });
    return deliveryRow(found);
  }
}
