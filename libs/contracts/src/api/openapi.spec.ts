import { Validator } from '@seriousme/openapi-schema-validator';
import { z } from 'zod';
import { openApiDocument } from './openapi.js';
import { API_ROUTES } from './routes.js';

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly responses: Readonly<Record<string, object>>;
}
interface Described {
  readonly openapi: string;
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}
const document = openApiDocument('1.2.3') as unknown as Described;

describe('the description of the API', () => {
  it('is OpenAPI 3.1 to a validator that is not ours', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(document) as unknown as Record<string, unknown>)).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  it('is refused by that validator where something is wrong, so that its word counts', async () => {
    const broken = { ...structuredClone(document), paths: { '/v1/figures': { get: { responses: 'none' } } } };
    expect(await new Validator().validate(broken as unknown as Record<string, unknown>)).toMatchObject({ valid: false });
  });

  it('names each operation once, and every parameter of a path', () => {
    const operations = Object.entries(document.paths).flatMap(([path, methods]) => Object.values(methods).map((operation) => ({ path, operation })));
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(new Set(ids).size).toBe(API_ROUTES.length);
    for (const { path, operation } of operations) {
      const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      const named = (operation.parameters ?? []).filter(({ in: place }) => place === 'path').map(({ name }) => name);
      expect([path, named.sort()]).toEqual([path, inPath]);
    }
  });

  it('says what figures take and what they answer', () => {
    const figures = document.paths['/v1/figures']?.get;
    expect(figures?.parameters?.filter(({ required }) => required).map(({ name }) => name)).toEqual(['tenant', 'from', 'to']);
    expect(Object.keys(figures?.responses ?? {})).toEqual(['200', '304', '400', '404', '500', '503']);
    expect(document.openapi).toBe('3.1.0');
  });

  it('describes a changed schema differently', () => {
    const [route] = API_ROUTES;
    if (route === undefined) throw new Error('there are routes');
    const changed = openApiDocument('1.2.3', [{ ...route, answer: { status: 200, body: { 'application/json': z.strictObject({ novelty: z.string() }) } } }]);
    expect(JSON.stringify(changed)).toContain('novelty');
  });
});
