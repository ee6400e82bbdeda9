import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';

import type { EventLoopWatch } from './event-loop-watchdog.js';

const STANDARD_ERROR = 2;

const { service, limitMs, tickMs, beats } = workerData as EventLoopWatch;
const counter = new Int32Array(beats);
let seen = Atomics.load(counter, 0);
let silentTicks = 0;

function end(): never {
  const error = { message: `the event loop has not turned for ${limitMs} ms` };
  // The service's own logger lives on the loop that is blocked.
  writeSync(STANDARD_ERROR, `${JSON.stringify({ level: 'fatal', time: new Date().toISOString(), service, event: 'service.event_loop_blocked', error })}\n`);
  // Only a signal ends the process from here: leaving would end this thread alone.
  process.kill(process.pid, 'SIGKILL');
  throw new Error('unreachable');
}

setInterval(() => {
  const now = Atomics.load(counter, 0);
  silentTicks = now === seen ? silentTicks + 1 : 0;
  seen = now;
  if (silentTicks * tickMs >= limitMs) end();
}, tickMs);
