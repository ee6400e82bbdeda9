import 'reflect-metadata';
import { API_ROUTES } from '@hemtag/contracts';
import { routesOf } from '@hemtag/testing';
import { BenefitModule } from './benefit.module.js';

test('every route that this service answers is described, and every one described is answered', () => {
  const { controllers = [] } = BenefitModule.with({} as Parameters<typeof BenefitModule.with>[0]);
  const described = API_ROUTES.filter(({ service }) => service === 'benefit').map(({ method, path }) => `${method.toUpperCase()} ${path}`);
  expect(routesOf(controllers)).toEqual(described.sort());
});
