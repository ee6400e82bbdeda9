import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { startHttpServerFake, unusedUrl } from '../test/http-server.fake.js';
import { registerOf, tenant } from '../test/register.fake.js';

/** The program as a shell runs it. */
async function hemtag(words: readonly string[], url: string): Promise<{ readonly exitCode: number | null; readonly output: string; readonly errors: string }> {
  const child = spawn(process.execPath, [join(__dirname, '../bin/hemtag.mjs'), ...words], {
    env: { ...process.env, HEMTAG_URL: url },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  child.stdin.end('{"id":"1"}\n');
  const [output, errors, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { exitCode, output, errors };
}

it('ends with 2 on wrong usage', async () => {
  const { exitCode, output, errors } = await hemtag(['figures', '--from', 'January'], await unusedUrl());
  expect({ exitCode, output }).toEqual({ exitCode: 2, output: '' });
  expect(errors).toContain('A month is written YYYY-MM.');
});

it('ends with 3 where no server is', async () => {
  for (const words of [
    ['get', 'tenants'],
    ['send', '-'],
  ]) {
    const { exitCode, output, errors } = await hemtag(words, await unusedUrl());
    expect({ exitCode, output }).toEqual({ exitCode: 3, output: '' });
    expect(errors).toContain('connection refused');
  }
});

it('ends with 0 and JSON where one answers', async () => {
  const server = await startHttpServerFake();
  server.respond = registerOf([tenant('SE-2281')]);
  const { exitCode, output, errors } = await hemtag(['get', 'tenants'], server.url);
  await server.close();
  expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
  expect(JSON.parse(output)).toMatchObject({ objects: [{ kind: 'Tenant', name: 'SE-2281' }] });
});
