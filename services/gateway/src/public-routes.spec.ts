import 'reflect-metadata';
import { API_ROUTES } from '@hemtag/contracts';
import { routesOf } from '@hemtag/testing';
import { GatewayModule, PASSED_ON } from './gateway.module.js';

const named = (service: string): string[] =>
  API_ROUTES.filter((route) => route.service === service).map(({ method, path }) => `${method.toUpperCase()} ${path}`);

test('every route that the gateway answers itself is described, and every one described is answered', () => {
  const { controllers = [] } = GatewayModule.with({ hasEcho: true, version: '1.0.0' } as Parameters<typeof GatewayModule.with>[0]);
  expect(routesOf(controllers)).toEqual(named('gateway').sort());
});

test.each(['benefit', 'ingestion', 'report'] as const)('every route of %s is passed on to it, and nothing else is', (service) => {
  const others = (['benefit', 'ingestion', 'report'] as const).filter((other) => other !== service);
  /** The longest prefix decides, as the router does it. */
  const answering = (path: string): string | undefined =>
    [service, ...others]
      .flatMap((name) => PASSED_ON[name].map((prefix) => ({ name, prefix })))
      .filter(({ prefix }) => path === prefix || path.startsWith(`${prefix}/`))
      .sort((a, b) => b.prefix.length - a.prefix.length)[0]?.name;
  const paths = API_ROUTES.filter((route) => route.service === service).map(({ path }) => path);
  expect(paths.filter((path) => answering(path) !== service)).toEqual([]);
  expect(PASSED_ON[service].filter((prefix) => !paths.some((path) => path === prefix || path.startsWith(`${prefix}/`)))).toEqual([]);
});
