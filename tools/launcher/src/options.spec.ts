import { readOptions } from './options.js';

const read = (args: string[], env: Record<string, string> = {}) => readOptions(args, { checkout: '/checkout', env });

test('defaults and overrides', () => {
  expect(read([])).toEqual({ ok: true, value: { once: false, empty: false, port: 8080, dataDir: '/checkout/.hemtag' } });
  expect(read(['--once', '--port', '9000', '--data-dir', 'd'])).toEqual({ ok: true, value: { once: true, empty: false, port: 9000, dataDir: 'd' } });
  expect(read([], { HEMTAG_PORT: '8099' })).toMatchObject({ value: { port: 8099 } });
});

test.each([[['--port', '0']], [['--port', 'x']], [['--port', '70000']], [['--once', '--empty']], [['--nonsense']], [['word']]])(
  '%j is refused with a sentence',
  (args) => {
    expect(read(args)).toEqual({ ok: false, error: expect.any(String) });
  },
);
