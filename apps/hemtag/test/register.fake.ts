import type { RegisterObject } from '@hemtag/contracts';
import type { Respond } from './http-server.fake.js';

const object = (kind: string, tenant: string | null, name: string, spec: object): RegisterObject => ({
  kind,
  tenant,
  name,
  versions: [
    {
      version: 1,
      recordedAt: '2026-01-02T03:04:05Z',
      author: 'role:test',
      changes: [],
      document: { apiVersion: 'hemtag/v1', kind, metadata: { tenant, name }, spec },
    },
  ],
  entries: [],
  retired: null,
});

export const tenant = (name: string): RegisterObject => object('Tenant', null, name, { title: name });
export const source = (ofTenant: string, uri: string): RegisterObject => object('Source', ofTenant, uri.slice(1).replaceAll('/', '-'), { source: uri });
export const rate = (ofTenant: string | null, name: string): RegisterObject => object('Rate', ofTenant, name, { unit: 'SEK/h' });
export const initiative = (ofTenant: string, name: string, benefits: readonly string[]): RegisterObject =>
  object('Initiative', ofTenant, name, { benefits: benefits.map((benefit) => ({ name: benefit })) });

/** Answers `/v1/register/{kind}` from the objects and leaves the rest to `others`. */
export function registerOf(objects: readonly RegisterObject[], others: Respond = () => ({ status: 404 })): Respond {
  return (request) => {
    const kind = /^\/v1\/register\/(\w+)$/.exec(request.path)?.[1];
    if (kind === undefined) return others(request);
    const { tenant: ofTenant, name } = request.query;
    const found = objects.filter(
      (one) => one.kind.toLowerCase() === kind && (ofTenant === undefined || one.tenant === ofTenant) && (name === undefined || one.name === name),
    );
    return { status: 200, body: { objects: found } };
  };
}
