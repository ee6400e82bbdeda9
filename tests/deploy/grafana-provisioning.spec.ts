import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { composeFile, mountOf } from './compose-file.js';
import { CHECKOUT } from './dockerfile.js';

const PROVISIONING = 'deploy/grafana/provisioning';
const read = (path: string): string => readFileSync(join(CHECKOUT, path), 'utf8');
const grafana = composeFile().services['grafana'];
const variables = grafana?.environment ?? {};

const uid = z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/);

/** The part of Grafana's formats that is used here, strictly: Grafana itself passes over a key that it does not know without a word. */
const Datasources = z.strictObject({
  apiVersion: z.literal(1),
  datasources: z.array(
    z.discriminatedUnion('type', [
      z.strictObject({
        name: z.string(),
        uid,
        type: z.literal('grafana-postgresql-datasource'),
        access: z.literal('proxy'),
        url: z.string(),
        user: z.string(),
        editable: z.literal(false),
        jsonData: z.strictObject({
          database: z.string(),
          sslmode: z.enum(['disable', 'require', 'verify-ca', 'verify-full']),
          postgresVersion: z.literal(1800),
          maxOpenConns: z.int(),
          maxIdleConns: z.int(),
          connMaxLifetime: z.int(),
        }),
        secureJsonData: z.strictObject({ password: z.string() }),
      }),
      z.strictObject({
        name: z.string(),
        uid,
        type: z.literal('prometheus'),
        access: z.literal('proxy'),
        url: z.string(),
        editable: z.literal(false),
        jsonData: z.strictObject({ httpMethod: z.enum(['POST', 'GET']), timeInterval: z.string().regex(/^\d+s$/) }),
      }),
    ]),
  ),
});

const Dashboards = z.strictObject({
  apiVersion: z.literal(1),
  providers: z.array(
    z.strictObject({
      name: z.string(),
      folder: z.string(),
      folderUid: uid,
      type: z.literal('file'),
      disableDeletion: z.boolean(),
      allowUiUpdates: z.literal(false),
      updateIntervalSeconds: z.int().min(10),
      options: z.strictObject({ path: z.string() }),
    }),
  ),
});

const ContactPoints = z.strictObject({
  apiVersion: z.literal(1),
  contactPoints: z.array(
    z.strictObject({
      orgId: z.literal(1),
      name: z.string(),
      receivers: z.array(
        z.strictObject({
          uid,
          type: z.literal('email'),
          settings: z.strictObject({ addresses: z.string(), singleEmail: z.boolean() }),
          disableResolveMessage: z.boolean(),
        }),
      ),
    }),
  ),
});

const datasources = Datasources.parse(parse(read(`${PROVISIONING}/datasources/hemtag.yml`))).datasources;
const providers = Dashboards.parse(parse(read(`${PROVISIONING}/dashboards/hemtag.yml`))).providers;
const contactPoints = ContactPoints.parse(parse(read(`${PROVISIONING}/alerting/contact-points.yml`))).contactPoints;
const unique = (values: readonly string[]): boolean => new Set(values).size === values.length;

test('every uid is given once, and every variable in the files is one that compose gives to Grafana', () => {
  const uids = [
    ...datasources.map((one) => one.uid),
    ...providers.map((one) => one.folderUid),
    ...contactPoints.flatMap(({ receivers }) => receivers.map((one) => one.uid)),
  ];
  expect(unique(uids)).toBe(true);
  const files = ['datasources/hemtag.yml', 'dashboards/hemtag.yml', 'alerting/contact-points.yml'].map((file) => read(`${PROVISIONING}/${file}`)).join('\n');
  const used = [...files.matchAll(/\$(?!__)\{?(\w+)/g)].map(([, name = '']) => name);
  expect(used.sort()).toEqual(['HEMTAG_ALERT_MAIL', 'HEMTAG_BOARDS', 'HEMTAG_BOARDS', 'HEMTAG_POSTGRES', 'HEMTAG_PROMETHEUS']);
  for (const name of used) expect([name, variables[name] !== undefined]).toEqual([name, true]);
});

test('figures are read with the login that only reads, whose password Grafana finds as a file', () => {
  const [figures] = datasources;
  if (figures?.type !== 'grafana-postgresql-datasource') throw new Error('the first datasource is PostgreSQL');
  expect(read('deploy/postgres/grafana.sql')).toContain(`ALTER ROLE ${figures.user} LOGIN`);
  const [, secret = ''] = /^\$__file\{\/run\/secrets\/([a-z-]+)\}$/.exec(figures.secureJsonData.password) ?? [];
  expect(grafana?.secrets).toContain(secret);
  expect(read('deploy/postgres/roles.sh')).toContain(`run grafana.sql ${secret}`);
});

test('the boards of each language lie in a folder of their own, where the provider looks for them', () => {
  expect(unique(providers.map(({ folder }) => folder)) && unique(providers.map(({ name }) => name))).toBe(true);
  const boards = (grafana?.volumes ?? []).map(mountOf).find(({ target }) => target === variables['HEMTAG_BOARDS']);
  for (const { options } of providers) {
    const folder = options.path.replace('$HEMTAG_BOARDS', boards?.source ?? '');
    expect([folder, existsSync(join(CHECKOUT, folder))]).toEqual([folder, true]);
  }
  expect(providers.map(({ options }) => options.path)).toEqual(['$HEMTAG_BOARDS/sv', '$HEMTAG_BOARDS/en']);
});

test('no board names a datasource that only the provisioning knows', () => {
  const folder = join(CHECKOUT, 'dashboards/generated');
  const boards = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.json'));
  expect(boards.length).toBeGreaterThan(0);
  for (const path of boards)
    for (const { uid: known } of datasources) expect([path, readFileSync(join(folder, path), 'utf8').includes(known)]).toEqual([path, false]);
});

test('dates are written year first at every step of an axis, and each setting is one that Grafana reads from its environment', () => {
  const lines = read('deploy/grafana/settings.env')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));
  for (const line of lines) expect(line).toMatch(/^GF_[A-Z]+(_[A-Z]+)+=\S.*$/);
  const settings = new Map(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
  expect(settings.size).toBe(lines.length);
  expect(settings.get('GF_DATE_FORMATS_INTERVAL_DAY')).toBe('YYYY-MM-DD');
  expect(settings.get('GF_DATE_FORMATS_INTERVAL_HOUR')).toBe('MM-DD HH:mm');
  expect(settings.get('GF_USERS_DEFAULT_LANGUAGE')).toBe('sv-SE');
  expect([...settings.keys()].filter((name) => name in variables)).toEqual([]);
});
