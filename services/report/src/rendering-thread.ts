import { parentPort } from 'node:worker_threads';
import type { RenderAnswer, RenderRequest } from './adapters/threads/rendering-message.js';
import { renderedBytes } from './rendering.js';

async function answerTo({ statement, format, language }: RenderRequest): Promise<RenderAnswer> {
  const begunMs = performance.now();
  try {
    const content = await renderedBytes(statement, { format, language });
    return { content, tookMs: performance.now() - begunMs };
  } catch (error) {
    const { message, stack } = error instanceof Error ? error : new Error('a file could not be rendered');
    return { error: { message, stack } };
  }
}

parentPort?.on('message', (request: RenderRequest) => {
  void answerTo(request).then((answer) => parentPort?.postMessage(answer, 'content' in answer ? [answer.content.buffer] : []));
});
