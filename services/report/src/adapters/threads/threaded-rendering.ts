import { Worker } from 'node:worker_threads';
import type { Rendering } from '../../application/ports.js';
import type { RenderAnswer, RenderRequest } from './rendering-message.js';

export interface ThreadedRenderingOptions {
  /** The compiled module that the thread runs. */
  readonly thread: URL;
  readonly version: string;
  /** After so long without work the thread ends and gives its memory back; 20,000 by default. */
  readonly idleMs?: number;
  /** What one file may take; 120,000 by default. */
  readonly timeoutMs?: number;
}

/** What one file needs at most; a statement of 10 000 benefits and its largest file take about half of it. */
const MAX_OLD_SPACE_MIB = 448;
const MAX_YOUNG_SPACE_MIB = 16;
/** Of a statement: above it a thread renders one file and ends, because what it leaves behind is more than a start costs. */
const LARGE_BYTES = 4 * 1024 * 1024;
const IDLE_MS = 20_000;
const TIMEOUT_MS = 120_000;

type Rendered = Awaited<ReturnType<Rendering['render']>>;
type Asked = Parameters<Rendering['render']>[0];

/**
 * Renders in a thread of its own, so that a large file holds up neither the API nor the signs of life of the service. One file after the other: two at once would need the
 * memory of both. The thread starts with the first file and ends when nothing is asked any more, after a large statement at once. One that ends by itself, for want of memory
 * as well, fails the file that it was asked for; the next file starts another one.
 */
export class ThreadedRendering implements Rendering {
  readonly version: string;
  private worker: Worker | null = null;
  private last: Promise<unknown> = Promise.resolve();
  private idle: NodeJS.Timeout | null = null;
  private isClosed = false;

  constructor(private readonly options: ThreadedRenderingOptions) {
    this.version = options.version;
  }

  render(asked: Asked): Promise<Rendered> {
    const rendered = this.last.then(() => this.next(asked));
    this.last = rendered.catch(() => undefined);
    return rendered;
  }

  /** Fails what is asked and not rendered yet. */
  async close(): Promise<void> {
    this.isClosed = true;
    await this.end();
  }

  private async next(asked: Asked): Promise<Rendered> {
    if (this.isClosed) throw new Error('the thread that renders has ended');
    if (this.idle !== null) clearTimeout(this.idle);
    this.worker ??= this.start();
    try {
      return await this.askThread(this.worker, asked);
    } finally {
      if (asked.statement.byteLength > LARGE_BYTES) await this.end();
      else this.rest();
    }
  }

  private start(): Worker {
    const worker = new Worker(this.options.thread, {
      resourceLimits: { maxOldGenerationSizeMb: MAX_OLD_SPACE_MIB, maxYoungGenerationSizeMb: MAX_YOUNG_SPACE_MIB },
    });
    worker.on('exit', () => {
      if (this.worker === worker) this.worker = null;
    });
    // Heard here as well, so that an error between two files ends the thread and not the process.
    worker.on('error', () => undefined);
    return worker;
  }

  private askThread(worker: Worker, { statement, format, language }: Asked): Promise<Rendered> {
    return new Promise<Rendered>((resolve, reject) => {
      let cause: Error | undefined;
      const failed = (error: Error): void => void (cause = error);
      const exited = (): void => settled(() => reject(new Error('the thread that renders has ended', { cause })));
      const answered = (answer: RenderAnswer): void =>
        settled(() => {
          if ('content' in answer) resolve(answer);
          else reject(Object.assign(new Error(answer.error.message), answer.error.stack === undefined ? {} : { stack: answer.error.stack }));
        });
      const timer = setTimeout(() => void worker.terminate(), this.options.timeoutMs ?? TIMEOUT_MS);
      const settled = (settle: () => void): void => {
        clearTimeout(timer);
        worker.off('error', failed).off('exit', exited).off('message', answered);
        settle();
      };
      worker.on('error', failed).on('exit', exited).on('message', answered);
      const message: RenderRequest = { statement: Uint8Array.from(statement), format, language };
      worker.postMessage(message, [message.statement.buffer]);
    });
  }

  private rest(): void {
    this.idle = setTimeout(() => void this.end(), this.options.idleMs ?? IDLE_MS);
    this.idle.unref();
  }

  private async end(): Promise<void> {
    if (this.idle !== null) clearTimeout(this.idle);
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }
}
