import { Body, Controller, Get, Headers, HttpCode, Inject, Post, Query } from '@nestjs/common';
import { ACTOR_HEADER, ResumeBody, SourcesStatusParameters, TOPICS, type ResumeResponse, type SourcesStatusResponse } from '@hemtag/contracts';
import { actingName, HttpProblem, readParameters } from '@hemtag/platform-http';

import { resumeSource, type Allowances } from '../../application/resume-source.js';
import { sourcesStatus, type SourceStatusPorts } from '../../application/source-status.js';

import { SOURCE_PORTS } from './tokens.js';

export interface SourcePorts extends SourceStatusPorts {
  readonly allowances: Allowances;
}

/** `GET /v1/sources/status`, `POST /v1/sources/resume`. */
@Controller('v1/sources')
export class SourcesController {
  constructor(@Inject(SOURCE_PORTS) private readonly ports: SourcePorts) {}

  @Get('status')
  async status(@Query() query: unknown): Promise<SourcesStatusResponse> {
    const { tenant = null } = readParameters(SourcesStatusParameters, query);
    const status = await sourcesStatus(tenant, TOPICS.usageEvents.name, this.ports);
    if (status === null) throw new HttpProblem('NOT_READY', 'the log cannot be asked now', { headers: { 'retry-after': '2' } });
    return status;
  }

  @Post('resume')
  @HttpCode(200)
  async resume(@Body() body: unknown, @Headers(ACTOR_HEADER) actor?: string): Promise<ResumeResponse> {
    const { tenant = null, ...command } = readParameters(ResumeBody, body);
    const resumed = await resumeSource({ ...command, tenant, by: actingName(actor) }, this.ports);
    if (resumed.ok) return resumed.value;
    throw resumed.error.kind === 'unknown-source'
      ? new HttpProblem('NOT_FOUND', 'no such source is registered; hemtag sources status lists them', { pointer: '/source' })
      : new HttpProblem('INVALID_REQUEST', 'several tenants have a source of this name: name the tenant, or the source by its URI', { pointer: '/tenant' });
  }
}
