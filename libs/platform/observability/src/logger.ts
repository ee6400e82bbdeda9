import { pino, stdTimeFunctions, type DestinationStream, type Logger as PinoLogger } from 'pino';

/** A line is a constant event name and fields: `logger.info({ partition }, 'ingestion.flushed')`. Payloads never go in. */
export type Logger = PinoLogger;

export function createLogger(options: { readonly service: string; readonly level?: string; readonly destination?: DestinationStream }): Logger {
  const settings = {
    level: options.level ?? 'info',
    base: { service: options.service },
    messageKey: 'event',
    errorKey: 'error',
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return options.destination ? pino(settings, options.destination) : pino(settings);
}
