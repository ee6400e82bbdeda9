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

/** Libraries that write PDF and workbooks are large, and so are the files: this bounds both together. */
const MAX_OLD_SPACE_MIB = 448;
const IDLE_MS = 20_000;
const TIMEOUT_MS = 120_000;

type Rendered = Awaited<ReturnType<Rendering['render']>>;
interface Waiting {
  readonly resolve: (rendered: Rendered) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Renders in a thread of its own, so that a large file holds up neither the API nor the signs of life of the service. The thread starts with the first file and ends when
 * nothing is asked any more. One that ends by itself, for want of memory as well, fails the files that it was asked for; the next file starts another one.
 */
export class ThreadedRendering implements Rendering {
  readonly version: string;
  private worker: Worker | null = null;
  private readonly waiting = new Map<number, Waiting>();
  private asked = 0;
  private idle: NodeJS.Timeout | null = null;

  constructor(private readonly options: ThreadedRenderingOptions) {
    this.version = options.version;
  }

  render(request: Parameters<Rendering['render']>[0]): Promise<Rendered> {
    if (this.idle !== null) clearTimeout(this.idle);
    this.worker ??= this.start();
    const { worker } = this;
    this.asked += 1;
    const message: RenderRequest = { ...request, statement: Uint8Array.from(request.statement), number: this.asked };
    return new Promise<Rendered>((resolve, reject) => {
      const timer = setTimeout(() => void worker.terminate(), this.options.timeoutMs ?? TIMEOUT_MS);
      const settled = (settle: () => void): void => {
        clearTimeout(timer);
        settle();
        this.rest();
      };
      this.waiting.set(message.number, {
        resolve: (rendered) => settled(() => resolve(rendered)),
        reject: (error) => settled(() => reject(error)),
      });
      worker.postMessage(message);
    });
  }

  async close(): Promise<void> {
    if (this.idle !== null) clearTimeout(this.idle);
    await this.worker?.terminate();
  }

  private start(): Worker {
    const worker = new Worker(this.options.thread, { resourceLimits: { maxOldGenerationSizeMb: MAX_OLD_SPACE_MIB } });
    worker.on('message', (answer: RenderAnswer) => this.settle(answer));
    let cause: Error | undefined;
    worker.on('error', (error: Error) => (cause = error));
    worker.on('exit', () => {
      // One that ended for want of work has nothing to answer any more.
      if (this.worker !== worker) return;
      this.worker = null;
      const ended = new Error('the thread that renders has ended', { cause });
      for (const [number, { reject }] of this.waiting) {
        this.waiting.delete(number);
        reject(ended);
      }
    });
    return worker;
  }

  private settle(answer: RenderAnswer): void {
    const waiting = this.waiting.get(answer.number);
    this.waiting.delete(answer.number);
    if ('content' in answer) {
      waiting?.resolve({ content: answer.content, tookMs: answer.tookMs });
      return;
    }
    const error = new Error(answer.error.message);
    if (answer.error.stack !== undefined) error.stack = answer.error.stack;
    waiting?.reject(error);
  }

  private rest(): void {
    if (this.waiting.size > 0 || this.worker === null) return;
    const { worker } = this;
    this.idle = setTimeout(() => {
      if (this.worker === worker) this.worker = null;
      void worker.terminate();
    }, this.options.idleMs ?? IDLE_MS);
    this.idle.unref();
  }
}
