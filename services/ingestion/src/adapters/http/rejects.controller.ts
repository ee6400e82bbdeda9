import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ACTOR_HEADER, RejectsParameters, ReplayBody, type RejectResponse, type RejectsResponse, type ReplayResponse } from '@hemtag/contracts';
import { actingName, HttpProblem, readParameters } from '@hemtag/platform-http';
import type { z } from 'zod';

import { rejectPlace, type RejectPlace } from '../../application/reject-place.js';
import { replayRejects, type ReplayChoice, type ReplayPorts } from '../../application/replay-rejects.js';
import { showReject, type ShowPorts } from '../../application/show-reject.js';

import { REJECT_PORTS } from './tokens.js';

export type RejectPorts = ReplayPorts & ShowPorts;

function placeBehind(after: string | undefined): RejectPlace | null {
  if (after === undefined) return null;
  const place = rejectPlace(after);
  if (place === null) throw new HttpProblem('INVALID_REQUEST', 'after must be the text that an earlier answer gave as next', { pointer: '/after' });
  return place;
}

const filterOf = ({ tenant = null, source = null, code = null }: { readonly [Name in 'tenant' | 'source' | 'code']?: string | null | undefined }) => ({
  tenant,
  source,
  code,
});

function choiceOf(body: z.infer<typeof ReplayBody>): ReplayChoice {
  if ('ids' in body) return { kind: 'ids', ids: body.ids };
  return { kind: 'filter', filter: filterOf(body), after: placeBehind(body.after) };
}

/** `GET /v1/rejects`, `GET /v1/rejects/{id}`, `POST /v1/rejects/replay`. */
@Controller('v1/rejects')
export class RejectsController {
  constructor(@Inject(REJECT_PORTS) private readonly ports: RejectPorts) {}

  @Get()
  async list(@Query() query: unknown): Promise<RejectsResponse> {
    const { after, limit = '100', ...filter } = readParameters(RejectsParameters, query);
    const count = Number(limit);
    const found = await this.ports.rejects.list(filterOf(filter), { after: placeBehind(after), limit: count + 1 });
    const rejects = found.slice(0, count).map(({ place: _, ...summary }) => summary);
    return { rejects, next: found.length > count ? (rejects.at(-1)?.id ?? null) : null };
  }

  @Get(':id')
  async show(@Param('id') id: string): Promise<RejectResponse> {
    const place = rejectPlace(id);
    const reject = place && (await showReject(place, this.ports));
    if (reject === null) throw new HttpProblem('NOT_FOUND', 'there is no such reject; hemtag rejects list shows them');
    return reject;
  }

  @Post('replay')
  @HttpCode(200)
  async replay(@Body() body: unknown, @Headers(ACTOR_HEADER) actor?: string): Promise<ReplayResponse> {
    const replayed = await replayRejects(choiceOf(readParameters(ReplayBody, body)), actingName(actor), this.ports);
    if (!replayed.ok) throw new HttpProblem('NOT_READY', 'the log did not take the records; ask again, that is safe', { headers: { 'retry-after': '2' } });
    return replayed.value;
  }
}
