import { parentPort } from 'node:worker_threads';
import type { RenderAnswer, RenderRequest } from './adapters/threads/rendering-message.js';
import { renderedBytes } from './rendering.js';

async function answerTo({ number, statement, format, language }: RenderRequest): Promise<RenderAnswer> {
  const begunMs = performance.now();
  try {
    const content = await renderedBytes(statement, { format, language });
    return { number, content, tookMs: performance.now() - begunMs };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error('a file could not be rendered');
    return { number, error: { message, stack } };
  }
}

// One after the other: two files at once would need the memory of both.
let last: Promise<void> = Promise.resolve();
parentPort?.on('message', (request: RenderRequest) => {
  last = last.then(async () => parentPort?.postMessage(await answerTo(request)));
});
