import type { NestFastifyApplication } from '@nestjs/platform-fastify';

const SWEEP_MS = 50;

/**
 * Lets the server close as soon as its last request is answered. Without this a connection whose request was under way when closing began is kept
 * alive after its answer, and holds the server open for minutes.
 */
export function useOrderlyClose(app: NestFastifyApplication): void {
  const instance = app.getHttpAdapter().getInstance();
  let isClosing = false;
  instance.addHook('onSend', (_request, reply, _payload, done) => {
    if (isClosing) void reply.header('connection', 'close');
    done();
  });
  instance.addHook('preClose', (done) => {
    isClosing = true;
    const { server } = instance;
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.once('close', () => clearInterval(sweep));
    done();
  });
}
