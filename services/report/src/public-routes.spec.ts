import 'reflect-metadata';
import { API_ROUTES } from '@hemtag/contracts';
import { routesOf } from '@hemtag/testing';
import { ReportModule, type ReportParts } from './report.module.js';

test('every route that this service answers is described, and every one described is answered', () => {
  const { controllers = [] } = ReportModule.with({ files: {} } as ReportParts);
  const described = API_ROUTES.filter(({ service }) => service === 'report').map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(routesOf(controllers)).toEqual(described.sort());
});
