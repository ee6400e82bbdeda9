import { z } from 'zod';
import { ACTOR_HEADER } from '../register-api.js';
import { ProblemSchema } from './intake-schemas.js';
import { API_ROUTES, type ApiBody, type ApiRoute } from './routes.js';

type JsonObject = Readonly<Record<string, unknown>>;

/** What is said about a value that comes in; JSON Schema 2020-12, which OpenAPI 3.1 takes as it is. */
function jsonSchema(schema: z.ZodType): JsonObject {
  const { $schema: _, ...plain } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return plain;
}

function parametersIn(place: 'path' | 'query', object: z.ZodObject | undefined): JsonObject[] {
  if (object === undefined) return [];
  const { properties = {}, required = [] } = jsonSchema(object) as { properties?: Record<string, JsonObject>; required?: string[] };
  return Object.entries(properties).map(([name, schema]) => ({ name, in: place, required: place === 'path' || required.includes(name), schema }));
}

const ACTOR = {
  name: ACTOR_HEADER,
  in: 'header',
  required: false,
  description: 'Who acts, percent-encoded; believed on a loopback server only.',
  schema: { type: 'string' },
};
const ENTITY_TAG = { name: 'If-None-Match', in: 'header', required: false, description: 'The ETag of an earlier answer.', schema: { type: 'string' } };

const contentOf = (body: ApiBody): JsonObject => Object.fromEntries(Object.entries(body).map(([type, schema]) => [type, { schema: jsonSchema(schema) }]));

const problem = (description: string): JsonObject => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
});

const PROBLEMS: Readonly<Record<number, string>> = {
  400: 'The request cannot be read; every fault is named.',
  401: 'It is not known who asks.',
  403: 'Whoever asks may not do this.',
  404: 'There is no such thing.',
  409: 'It does not fit what is there.',
  413: 'The body is larger than this address takes.',
  415: 'The body is of a type that this address does not take.',
  422: 'It can be read and is refused; every reason is named.',
  429: 'Too much at once; Retry-After says when to ask again.',
  500: 'A fault of the service, which has logged it.',
  503: 'Not ready; Retry-After says when to ask again.',
};

function operationOf({ operationId, summary, parameters, body, answer, problems, hasActor, hasEntityTag }: ApiRoute): JsonObject {
  const all = [
    ...parametersIn('path', parameters?.path),
    ...parametersIn('query', parameters?.query),
    ...(hasActor ? [ACTOR] : []),
    ...(hasEntityTag ? [ENTITY_TAG] : []),
  ];
  const ok = {
    description: 'The answer.',
    content: contentOf(answer.body),
    ...(hasEntityTag && { headers: { ETag: { schema: { type: 'string' } } } }),
  };
  return {
    operationId,
    summary,
    ...(all.length > 0 && { parameters: all }),
    ...(body !== undefined && { requestBody: { required: true, content: contentOf(body) } }),
    responses: {
      [answer.status]: ok,
      ...(hasEntityTag && { 304: { description: 'Whoever asks has it already.' } }),
      ...Object.fromEntries([400, ...problems, 500].map((status) => [status, problem(PROBLEMS[status] ?? '')])),
    },
  };
}

/** The public API as OpenAPI 3.1, made from the schemas with which the services read requests. */
export function openApiDocument(version: string, routes: readonly ApiRoute[] = API_ROUTES): JsonObject {
  const paths = new Map<string, Record<string, JsonObject>>();
  for (const route of routes) paths.set(route.path, { ...paths.get(route.path), [route.method]: operationOf(route) });
  return {
    openapi: '3.1.0',
    info: {
      title: 'Hemtag',
      version,
      description: 'What a municipality’s digitalisation really gives, event by event. Numbers are exact decimal text.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths: Object.fromEntries(paths),
    components: { schemas: { Problem: jsonSchema(ProblemSchema) } },
  };
}
