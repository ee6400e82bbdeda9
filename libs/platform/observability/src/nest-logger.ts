import type { LoggerService } from '@nestjs/common';

import type { Logger } from './logger.js';

const fields = (message: unknown, rest: readonly unknown[]): object => {
  const context = rest.length > 0 && typeof rest.at(-1) === 'string' ? { context: rest.at(-1) } : {};
  return message instanceof Error ? { ...context, error: message } : { ...context, message: typeof message === 'string' ? message : 'object' };
};

/** Nest's own messages as lines of the service's log. What Nest tells at every start is kept at debug level. */
export class NestLogger implements LoggerService {
  constructor(private readonly logger: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(fields(message, rest), 'nest.info');
  }
  error(message: unknown, ...rest: unknown[]): void {
    this.logger.error(fields(message, rest), 'nest.error');
  }
  warn(message: unknown, ...rest: unknown[]): void {
    this.logger.warn(fields(message, rest), 'nest.warning');
  }
  debug(message: unknown, ...rest: unknown[]): void {
    this.logger.debug(fields(message, rest), 'nest.debug');
  }
  verbose(message: unknown, ...rest: unknown[]): void {
    this.logger.trace(fields(message, rest), 'nest.debug');
  }
  fatal(message: unknown, ...rest: unknown[]): void {
    this.logger.fatal(fields(message, rest), 'nest.fatal');
  }
}
