import { createLogger } from './logger.js';
import { NestLogger } from './nest-logger.js';

function captured() {
  const lines: Record<string, unknown>[] = [];
  const logger = createLogger({ service: 'ingestion', destination: { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) } });
  return { logger, lines };
}

describe('log', () => {
  it('is one JSON object a line: event, level, service and fields', () => {
    const { logger, lines } = captured();
    logger.info({ partition: 3 }, 'ingestion.flushed');
    logger.debug({}, 'ingestion.detail');
    expect(lines).toEqual([
      { level: 'info', time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as string, service: 'ingestion', partition: 3, event: 'ingestion.flushed' },
    ]);
  });

  it('keeps an error with its stack', () => {
    const { logger, lines } = captured();
    logger.error({ error: new Error('broken') }, 'service.failed');
    expect(lines[0]).toMatchObject({
      event: 'service.failed',
      error: { message: 'broken', type: 'Error', stack: expect.stringContaining('logger.spec') as string },
    });
  });

  it('takes the messages of the framework as lines of its own', () => {
    const { logger, lines } = captured();
    new NestLogger(logger).warn('something', 'Router');
    new NestLogger(logger).log('module loaded', 'Loader');
    expect(lines).toMatchObject([{ level: 'warn', event: 'nest.warning', message: 'something', context: 'Router' }]);
  });
});
