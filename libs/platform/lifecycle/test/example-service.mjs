// A service whose parts misbehave as the first argument says, for run-service.int.spec.ts.
import { configureHttp } from '@hemtag/platform-http';

import { runService } from '../dist/index.js';

const behaviour = process.argv[2];

class ExampleModule {}

const transport = {
  listen: (callback) => callback(),
  close: () => {
    process.stdout.write('drained\n');
  },
};

await runService({
  name: 'example',
  drainTimeoutMs: 300,
  ...(behaviour === 'blocked' || behaviour === 'watched' ? { eventLoopLimitMs: 500 } : {}),
  setUp: async ({ fail, logger }) => {
    if (behaviour === 'misconfigured') throw new Error('the configuration is not usable');
    return {
      module: ExampleModule,
      host: '127.0.0.1',
      port: 0,
      metricsPort: 0,
      transports: [transport],
      configure: (app) => {
        configureHttp(app, { logger });
        app
          .getHttpAdapter()
          .getInstance()
          .get('/slow', async () => {
            process.stdout.write('asked\n');
            await new Promise((resolve) => setTimeout(resolve, 100));
            return 'done';
          });
      },
      onStarted: () => {
        if (behaviour === 'rejecting') setTimeout(() => Promise.reject(new Error('nobody caught this')), 1);
        if (behaviour === 'blocked') {
          setTimeout(() => {
            for (;;);
          }, 1);
        }
        if (behaviour === 'faulty') fail(new Error('a batch could not be stored'));
      },
      close: () => (behaviour === 'hanging' ? new Promise(() => undefined) : Promise.resolve(process.stdout.write('closed\n')).then(() => undefined)),
    };
  },
});
