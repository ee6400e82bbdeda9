import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { openTracing } from './tracing.js';

describe('tracing', () => {
  it.each([undefined, ''])('is off where nobody takes spans (%j), and there is nothing to call', async (endpoint) => {
    expect((await openTracing({ service: 'x', version: '1', endpoint })).begin).toBeNull();
  });

  it('has its libraries in one file, which is loaded only when it is on', () => {
    const files = readdirSync(__dirname).filter(
      (name) => !name.endsWith('.spec.ts') && readFileSync(join(__dirname, name), 'utf8').includes('@opentelemetry/'),
    );
    expect(files).toEqual(['otlp-tracing.ts']);
    const imports = readdirSync(__dirname).filter((name) => / from '\.\/otlp-tracing\.js'/.test(readFileSync(join(__dirname, name), 'utf8')));
    expect(imports).toEqual([]);
  });
});
