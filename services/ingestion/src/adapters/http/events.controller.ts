import { Controller, Get, Inject, Query } from '@nestjs/common';
import { UsageEventsQuery, type UsageEventsResponse } from '@hemtag/contracts';
import { cursorParts, cursorText, HttpProblem, readParameters } from '@hemtag/platform-http';

import { listEvents, type LedgerPlace, type ListEventsPorts } from '../../application/list-events.js';

import { EVENT_PORTS } from './tokens.js';

const PLACE = [/^\d{4}-\d{2}-\d{2}$/, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/];

function placeOf(cursor: string | undefined): LedgerPlace | null {
  const [day, identity] = cursorParts(cursor, PLACE) ?? [];
  return day === undefined || identity === undefined ? null : { day, identity };
}

/** `GET /v1/usage-events`: the events behind the volumes of one series. */
@Controller('v1/usage-events')
export class EventsController {
  constructor(@Inject(EVENT_PORTS) private readonly ports: ListEventsPorts) {}

  @Get()
  async list(@Query() query: unknown): Promise<UsageEventsResponse> {
    const { cursor, limit = '100', asKnownOn = null, ...range } = readParameters(UsageEventsQuery, query);
    if (range.from > range.until) throw new HttpProblem('INVALID_REQUEST', 'from lies after until', { pointer: '/from' });
    const listed = await listEvents({ ...range, asKnownOn, limit: Number(limit), after: placeOf(cursor) }, this.ports);
    if (listed === null) throw new HttpProblem('NOT_FOUND', 'the tenant has no such series', { pointer: '/series' });
    return { ...listed, next: listed.next && cursorText([listed.next.day, listed.next.identity]) };
  }
}
