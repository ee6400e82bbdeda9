import { Controller, Post, Req, Res } from '@nestjs/common';
import { parseHttpMessage, toJsonFormat, type Fault, type ParsedItem } from '@hemtag/contracts';
import { HttpProblem, problemOfFault, statusOf } from '@hemtag/platform-http';
import type { FastifyReply, FastifyRequest } from 'fastify';

import { httpMessage } from './http-message.js';

/** Bytes, because Fastify would write the object its own way and add a charset. */
function send(reply: FastifyReply, mediaType: string, value: unknown): void {
  void reply.code(200).type(mediaType).send(Buffer.from(JSON.stringify(value)));
}

const refuseEvent = (fault: Fault): never => {
  throw problemOfFault(fault, { status: 400 });
};

function refuseItems(items: readonly ParsedItem[]): never {
  const errors = items.flatMap(({ event }, index) => (event.ok ? [] : [{ ...event.error, pointer: `/${index}${event.error.pointer}` }]));
  throw new HttpProblem(errors[0]?.code ?? 'NOT_A_CLOUDEVENT', 'the batch holds items that are no CloudEvents', { status: 400, pointer: errors[0]?.pointer ?? '', errors });
}

/** Parses CloudEvents 1.0 and nothing more, to see what this parser makes of a message. */
@Controller('v1/events/_echo')
export class EchoController {
  @Post()
  echo(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const parse = parseHttpMessage(httpMessage(request));
    switch (parse.kind) {
      case 'refused':
        throw problemOfFault(parse.fault, { status: statusOf(parse.fault.code) });
      case 'single':
        if (!parse.event.ok) refuseEvent(parse.event.error);
        else send(reply, 'application/cloudevents+json', toJsonFormat(parse.event.value));
        return;
      case 'batch':
        if (parse.items.some(({ event }) => !event.ok)) refuseItems(parse.items);
        send(reply, 'application/cloudevents-batch+json', parse.items.map(({ event }) => event.ok && toJsonFormat(event.value)));
    }
  }
}
