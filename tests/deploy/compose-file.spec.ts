import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { TOPICS } from '@hemtag/contracts';
import { SERVICES } from '@hemtag/launcher';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { COMPOSE_TEXT, composeFile, mountOf, usedVariables, type ComposeService } from './compose-file.js';
import { CHECKOUT, commandOf, environmentOf, wholeStage } from './dockerfile.js';

const compose = composeFile();
const services = Object.entries(compose.services);
const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');

/** The schema of the Compose Specification, as the linter of compose files ships it. */
function specificationAccepts(file: unknown): readonly string[] {
  const folder = dirname(createRequire(__filename).resolve('dclint/package.json'));
  const { $schema: _draft, ...schema } = JSON.parse(readFileSync(join(folder, 'schemas/compose.schema.json'), 'utf8')) as Record<string, unknown>;
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  return validate(file) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

describe('docker-compose.yml', () => {
  it('is what the Compose Specification describes, and a misspelt key is not', () => {
    expect(specificationAccepts(compose)).toEqual([]);
    const misspelt = { ...compose, services: { ...compose.services, mail: { ...compose.services['mail'], helthcheck: {} } } };
    expect(specificationAccepts(misspelt).join('\n')).toContain('must NOT have additional properties');
  });

  it('has a default for every variable, and .env.example names each with it', () => {
    const example = read('.env.example');
    for (const { name, fallback } of usedVariables(COMPOSE_TEXT)) {
      expect([name, fallback !== undefined]).toEqual([name, true]);
      expect(example).toMatch(new RegExp(`^# ${name}=${fallback}(\\s|$)`, 'm'));
    }
  });

  it('opens each port once, to this machine only, and lets it be moved', () => {
    const ports = [...COMPOSE_TEXT.matchAll(/^ +ports: \['(.*)'\]$/gm)].map(([, port = '']) => port);
    for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:\$\{HEMTAG_(\w+_)?PORT:-\d+\}:\d+$/);
    const hostPorts = services.flatMap(([, { ports: own = [] }]) => own.map((port) => port.split(':')[1]));
    expect(hostPorts).toHaveLength(ports.length);
    expect(new Set(hostPorts).size).toBe(hostPorts.length);
  });

  it('pins every image to an exact version, and builds its own from a target of the Dockerfile', () => {
    for (const [name, { image, build }] of services) {
      expect([name, image]).toEqual([name, expect.stringMatching(/^[a-z]+(\/[a-z-]+)?:v?\d+\.\d+(\.\d+)?(-[a-z]+)?$/)]);
      expect([name, image.startsWith('hemtag/')]).toEqual([name, build !== undefined]);
      if (build) expect(image.startsWith(`hemtag/${build.target}:`) && wholeStage(build.target).image).toMatch(/^node:/);
    }
    const { version } = JSON.parse(read('package.json')) as { readonly version: string };
    expect(compose.services['gateway']?.image).toBe(`hemtag/gateway:${version}`);
  });

  it('starts in an order: who waits for health waits for a check, who waits for an end waits for something that ends, and nobody for himself', () => {
    const hasCheck = ({ build, healthcheck }: ComposeService): boolean =>
      healthcheck !== undefined || (build !== undefined && commandOf('HEALTHCHECK', wholeStage(build.target).instructions) !== undefined);
    const waitsFor = (name: string, path: readonly string[]): void => {
      expect(path).not.toContain(name);
      for (const [other, { condition }] of Object.entries(compose.services[name]?.depends_on ?? {})) {
        const target = compose.services[other];
        expect([name, other, target !== undefined]).toEqual([name, other, true]);
        if (target && condition === 'service_healthy') expect([other, hasCheck(target)]).toEqual([other, true]);
        if (condition === 'service_completed_successfully') expect([other, target?.restart]).toEqual([other, 'no']);
        expect(target?.profiles).toBeUndefined();
        waitsFor(other, [...path, name]);
      }
    };
    for (const [name] of services) waitsFor(name, []);
    for (const [name, service] of services) if (service.restart !== 'no') expect([name, hasCheck(service)]).toEqual([name, true]);
  });

  it('mounts files that are there, and declares every volume and secret that it uses', () => {
    const mounts = services.flatMap(([, { volumes = [] }]) => volumes.map(mountOf));
    for (const { source } of mounts.filter(({ isBind }) => isBind)) expect([source, existsSync(join(CHECKOUT, source))]).toEqual([source, true]);
    for (const [, { env_file = [] }] of services) for (const file of env_file) expect([file, existsSync(join(CHECKOUT, file))]).toEqual([file, true]);
    const named = mounts.filter(({ isBind }) => !isBind).map(({ source }) => source);
    expect(named.sort()).toEqual(Object.keys(compose.volumes).sort());
    const secrets = services.flatMap(([, { secrets: own = [] }]) => own);
    expect([...new Set(secrets)].sort()).toEqual(Object.keys(compose.secrets).sort());
  });

  it('keeps every password out of its variables: the script makes each secret once, closed to other users of the machine', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hemtag-secrets-'));
    try {
      copyFileSync(join(CHECKOUT, 'deploy/secrets.sh'), join(folder, 'secrets.sh'));
      const run = (): Record<string, string> => {
        execFileSync('sh', [join(folder, 'secrets.sh')], { stdio: 'ignore' });
        return Object.fromEntries(readdirSync(join(folder, 'secrets')).map((name) => [name, readFileSync(join(folder, 'secrets', name), 'utf8')]));
      };
      const first = run();
      expect(Object.keys(first).sort()).toEqual(
        Object.values(compose.secrets)
          .map(({ file }) => file.replace(/^deploy\/secrets\//, ''))
          .sort(),
      );
      expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
      const passwords = Object.entries(first).filter(([name]) => name.endsWith('password'));
      for (const [name, password] of passwords) expect([name, password]).toEqual([name, expect.stringMatching(/^[0-9a-f]{48}$/)]);
      expect(new Set(passwords.map(([, password]) => password)).size).toBe(passwords.length);
      expect(first['database-url']).toBe(`postgres://hemtag_services:${first['services-password']}@postgres:5432/hemtag`);
      expect(run()).toEqual(first);
    } finally {
      rmSync(folder, { recursive: true });
    }
    expect(
      services.flatMap(([, { environment = {} }]) => Object.keys(environment)).filter((name) => /PASSWORD|SECRET|TOKEN/.test(name) && !name.endsWith('_FILE')),
    ).toEqual([]);
    for (const ignored of ['.gitignore', '.dockerignore']) expect(read(ignored)).toMatch(/^deploy\/secrets\/?$/m);
  });
});

/** Names of the variables that a service knows, and what its own reader says about the given ones; in a process of its own, because tests import no service. */
function judgedBy(service: string, env: Readonly<Record<string, string>>): { readonly known: readonly string[]; readonly fault: string | null } {
  const script = `
    const { readConfig } = await import(process.argv[2]);
    const schema = Object.values(await import(process.argv[1])).find((value) => value?.shape !== undefined);
    let fault = null;
    try { readConfig(schema, process.env); } catch (error) { fault = error.message; }
    console.log(JSON.stringify({ known: Object.keys(schema.shape), fault }));`;
  const files = [`services/${service}/dist/config.js`, 'libs/platform/config/dist/index.js'].map((path) => join(CHECKOUT, path));
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script, ...files], { env, encoding: 'utf8' })) as ReturnType<typeof judgedBy>;
}

describe.each(SERVICES)('the service %s in a container', (name) => {
  const service = compose.services[name];
  const image = environmentOf(wholeStage(name).instructions);
  const own = Object.fromEntries(Object.entries(service?.environment ?? {}).map(([variable, value]) => [variable, String(value)]));

  it('gets every variable that it needs, and none that it does not know', () => {
    const folder = mkdtempSync(join(tmpdir(), 'hemtag-compose-'));
    try {
      copyFileSync(join(CHECKOUT, 'deploy/secrets.sh'), join(folder, 'secrets.sh'));
      execFileSync('sh', [join(folder, 'secrets.sh')], { stdio: 'ignore' });
      const given = Object.fromEntries(
        Object.entries({ ...image, ...own }).map(([variable, value]) => [variable, value.replace('/run/secrets/', `${folder}/secrets/`)]),
      );
      const { known, fault } = judgedBy(name, given);
      expect(fault).toBeNull();
      const names = Object.keys(given).filter((variable) => variable.startsWith('HEMTAG_'));
      expect(names.map((variable) => variable.replace(/_FILE$/, '')).filter((variable) => !known.includes(variable))).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('may drain before it is killed, writes nothing to its image, and is found by the others where they look', () => {
    expect(service).toMatchObject({ stop_grace_period: '30s', read_only: true, build: { context: '.', target: name } });
    for (const [variable, value] of Object.entries(own).filter(([, value]) => value.startsWith('http://'))) {
      const { hostname, port } = new URL(value);
      expect([variable, Object.keys(compose.services).includes(hostname), port]).toEqual([variable, true, image['HEMTAG_PORT']]);
    }
  });
});

test('the broker takes the largest record that a topic allows, and makes no topic by itself', () => {
  const settings = compose.services['kafka']?.environment ?? {};
  const largest = Math.max(...Object.values(TOPICS).map(({ config }) => Number('max.message.bytes' in config ? config['max.message.bytes'] : 0)));
  expect(Number(settings['KAFKA_MESSAGE_MAX_BYTES'])).toBeGreaterThanOrEqual(largest);
  expect(settings['KAFKA_AUTO_CREATE_TOPICS_ENABLE']).toBe('false');
  expect(String(settings['KAFKA_ADVERTISED_LISTENERS'])).toBe('INSIDE://kafka:9092,OUTSIDE://localhost:9092');
});

describe('what watches the services', () => {
  interface Prometheus {
    readonly scrape_configs: readonly { readonly job_name: string; readonly static_configs?: readonly { readonly targets: readonly string[] }[] }[];
    readonly alerting: { readonly alertmanagers: readonly { readonly static_configs: readonly { readonly targets: readonly string[] }[] }[] };
  }
  const prometheus = parse(read('deploy/prometheus/prometheus.yml')) as Prometheus;
  const targetsOf = (configs: readonly { readonly targets: readonly string[] }[] = []): readonly string[] => configs.flatMap(({ targets }) => targets);

  it('asks every service on the port that its image opens for that, under the name of the service', () => {
    const asked = Object.fromEntries(prometheus.scrape_configs.map((job) => [job.job_name, targetsOf(job.static_configs)]));
    for (const name of SERVICES)
      expect([name, asked[name]]).toEqual([name, [`${name}:${environmentOf(wholeStage(name).instructions)['HEMTAG_METRICS_PORT']}`]]);
  });

  it('names nobody who is not started', () => {
    const targets = [
      ...prometheus.scrape_configs.flatMap((job) => targetsOf(job.static_configs)),
      ...prometheus.alerting.alertmanagers.flatMap((one) => targetsOf(one.static_configs)),
    ];
    const smarthost = /^ *smtp_smarthost: (\S+)$/m.exec(read('deploy/alertmanager/alertmanager.yml'))?.[1] ?? '';
    const exporter = /replacement: (blackbox:\d+)/.exec(read('deploy/prometheus/prometheus.yml'))?.[1] ?? '';
    for (const address of [...targets, smarthost, exporter])
      expect([address, ['localhost', ...Object.keys(compose.services)].includes(address.split(':')[0] ?? '')]).toEqual([address, true]);
  });

  it('finds its files where the commands look for them', () => {
    for (const [name, folder] of [
      ['prometheus', '/etc/prometheus'],
      ['alertmanager', '/etc/alertmanager'],
      ['blackbox', '/etc/blackbox'],
    ] as const) {
      const service = compose.services[name];
      const [, file = ''] = new RegExp(`--config\\.file=${folder}/(\\S+)`).exec((service?.command ?? []).join('\n')) ?? [];
      const mount = (service?.volumes ?? []).map(mountOf).find(({ target }) => target === folder);
      expect([name, file !== '' && existsSync(join(CHECKOUT, mount?.source ?? '', file))]).toEqual([name, true]);
    }
  });
});
