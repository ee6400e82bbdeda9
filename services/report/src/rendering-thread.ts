import { parentPort } from 'node:worker_threads';
import type { RenderAnswer, RenderRequest } from './adapters/threads/rendering-message.js';
import { renderFile } from './render-file.js';

async function answerTo({ number, ...request }: RenderRequest): Promise<RenderAnswer> {
  const begun = performance.now();
  try {
    const content = await renderFile(request);
    return { number, content, tookMs: performance.now() - begun };
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
