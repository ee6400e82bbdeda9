import { Controller, Get, Inject, UseInterceptors } from '@nestjs/common';
import { openApiDocument } from '@hemtag/contracts';
import { ConditionalAnswer } from '@hemtag/platform-http';

export const PRODUCT_VERSION = Symbol('product version');

/** The description of the public API, of this gateway and of everything behind it. */
@Controller('v1/openapi.json')
export class OpenApiController {
  private readonly document: object;

  constructor(@Inject(PRODUCT_VERSION) version: string) {
    this.document = openApiDocument(version);
  }

  @Get()
  @UseInterceptors(ConditionalAnswer)
  describe(): object {
    return this.document;
  }
}
