import { PassThrough } from 'node:stream';

import { sendProgress } from './send-progress.js';

test('a bar leaves the terminal as it is, because Ctrl-C ends the command in the middle of it', () => {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 80 });
  const progress = sendProgress({ stream, isTerminal: true }, 100);
  progress.show(50, { received: 1, accepted: 1, rejected: 0 });
  progress.stop();
  const written = String(stream.read() ?? '');
  expect(written).toContain('1 accepted, 0 rejected');
  expect(written).not.toContain('[?7');
});
