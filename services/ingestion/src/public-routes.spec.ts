import 'reflect-metadata';
import { API_ROUTES } from '@hemtag/contracts';
import { routesOf } from '@hemtag/testing';
import { IngestionModule } from './ingestion.module.js';

test('every route that this service answers is described, and every one described is answered', () => {
  const { controllers = [] } = IngestionModule.with({ parts: {} } as Parameters<typeof IngestionModule.with>[0]);
  const described = API_ROUTES.filter(({ service }) => service === 'ingestion').map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(routesOf(controllers)).toEqual(described.sort());
});
