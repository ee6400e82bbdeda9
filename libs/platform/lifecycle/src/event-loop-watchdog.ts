import { Worker } from 'node:worker_threads';

/** What the thread that watches gets. */
export interface EventLoopWatch {
  readonly service: string;
  readonly limitMs: number;
  readonly tickMs: number;
  /** One number, raised by the thread that is watched. */
  readonly beats: SharedArrayBuffer;
}

const TICKS = 10;

/**
 * Ends the process where its event loop has not turned for `limitMs`: nothing on that loop could notice it. The thread that watches counts its
 * own ticks, so that a process which was stopped as a whole and goes on is left alone. Not kept from ending by it.
 */
export function watchEventLoop({ service, limitMs }: { readonly service: string; readonly limitMs: number }): void {
  const beats = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const counter = new Int32Array(beats);
  const tickMs = limitMs / TICKS;
  setInterval(() => Atomics.add(counter, 0, 1), tickMs / 2).unref();
  const workerData: EventLoopWatch = { service, limitMs, tickMs, beats };
  new Worker(new URL('./event-loop-watchdog-thread.js', import.meta.url), { workerData }).unref();
}
