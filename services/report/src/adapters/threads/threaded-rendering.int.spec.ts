import { ThreadedRendering } from './threaded-rendering.js';

/** A thread that answers with its own number; asked in English it ends, asked in Danish it fails, asked in Norwegian it never answers. */
const thread = new URL(
  `data:text/javascript,${encodeURIComponent(`
    import { parentPort, threadId } from 'node:worker_threads';
    parentPort.on('message', ({ statement, language }) => {
      if (language === 'no') return;
      if (language === 'en') process.exit(3);
      if (language === 'da') return parentPort.postMessage({ error: { message: 'no such word', stack: undefined } });
      const content = new TextEncoder().encode(threadId + ' ' + statement.length);
      parentPort.postMessage({ content, tookMs: 1 }, [content.buffer]);
    });`)}`,
);
const MEBIBYTE = 1024 * 1024;
const small = new Uint8Array(10);

describe('rendering in a thread', () => {
  let rendering: ThreadedRendering;
  beforeEach(() => void (rendering = new ThreadedRendering({ thread, version: 'test', timeoutMs: 3_000 })));
  afterEach(() => rendering.close());
  const asked = async (statement: Uint8Array, language: 'sv' | 'en' | 'da' | 'no' = 'sv'): Promise<{ readonly id: number; readonly bytes: number }> => {
    const { content } = await rendering.render({ statement, format: 'csv', language });
    const [id = 0, bytes = 0] = new TextDecoder().decode(content).split(' ').map(Number);
    return { id, bytes };
  };

  it('keeps the thread for the files of a small statement', async () => {
    const [first, second] = [await asked(small), await asked(small)];
    expect([second.id, first.bytes]).toEqual([first.id, 10]);
  });
  it('begins a new thread for each file of a large one, also where they are asked for at once, and leaves the statement whole', async () => {
    const large = new Uint8Array(5 * MEBIBYTE);
    const all = await Promise.all([asked(large), asked(large), asked(small)]);
    expect(new Set(all.map(({ id }) => id)).size).toBe(3);
    expect([all.map(({ bytes }) => bytes), large.length]).toEqual([[5 * MEBIBYTE, 5 * MEBIBYTE, 10], 5 * MEBIBYTE]);
  });
  it('fails the file whose thread ends, gives an error or takes too long, and renders the next one', async () => {
    const [ended, failed, late, next] = await Promise.allSettled([asked(small, 'en'), asked(small, 'da'), asked(small, 'no'), asked(small)]);
    expect([ended, failed, late]).toMatchObject(
      ['the thread that renders has ended', 'no such word', 'the thread that renders has ended'].map((message) => ({ reason: { message } })),
    );
    expect(next).toMatchObject({ value: { bytes: 10 } });
  });
  it('fails what waits when it is closed', async () => {
    const waiting = Promise.allSettled([asked(small, 'no'), asked(small)]);
    await rendering.close();
    expect(await waiting).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  });
});
