import { checkAgainstRegister, isRegisterFault, sourceRegistry } from './source-register.js';

const registry = sourceRegistry([
  { tenant: 'SE-2281', source: '/se/2281/messaging/prod', dimensions: ['priority'], acceptsAggregates: false, reference: null },
  { tenant: 'SE-2281', source: '/se/2281/camera/vendor-a', dimensions: [], acceptsAggregates: true, reference: 'events' },
  { tenant: 'DK-0751', source: '/dk/0751/os2forms/prod', dimensions: [], acceptsAggregates: false, reference: null },
]);
const origin = { kind: 'recorded' as const, source: '/se/2281/messaging/prod', municipality: null, dimensions: {} };
const retracted = { kind: 'retracted' as const, source: '/se/2281/messaging/prod', municipality: null };
const corrected = { ...origin, kind: 'corrected' as const };

describe('what the register decides about an event', () => {
  it('gives it to the tenant of its source', () => {
    expect(checkAgainstRegister(origin, registry)).toEqual({ ok: true, value: 'SE-2281' });
    expect(checkAgainstRegister({ ...origin, municipality: 'SE-2281', dimensions: { priority: 'high' } }, registry)).toEqual({ ok: true, value: 'SE-2281' });
  });

  it('takes a heartbeat of any registered source, and a count for a period where the source says so', () => {
    expect(checkAgainstRegister({ kind: 'heartbeat', source: origin.source, municipality: null }, registry)).toEqual({ ok: true, value: 'SE-2281' });
    expect(checkAgainstRegister({ ...origin, kind: 'aggregated', source: '/se/2281/camera/vendor-a' }, registry)).toEqual({ ok: true, value: 'SE-2281' });
  });

  it('lets an event amend one of its own source or of another one of the same tenant', () => {
    for (const source of ['/se/2281/messaging/prod', '/se/2281/camera/vendor-a']) {
      expect(checkAgainstRegister({ ...retracted, corrects: { source } }, registry)).toEqual({ ok: true, value: 'SE-2281' });
      expect(checkAgainstRegister({ ...corrected, corrects: { source } }, registry)).toEqual({ ok: true, value: 'SE-2281' });
    }
  });

  it('tells its faults from those that no register takes back', () => {
    const codes = ['UNKNOWN_SOURCE', 'WRONG_TENANT', 'AGGREGATES_NOT_ACCEPTED', 'UNKNOWN_DIMENSION', 'INVALID_DATA', 'UNKNOWN_TYPE'];
    expect(codes.filter((code) => isRegisterFault({ code }))).toEqual(codes.slice(0, 4));
  });

  it('knows of a source what the intake needs', () => {
    expect(registry.sourceOf('/se/2281/camera/vendor-a')).toEqual({ tenant: 'SE-2281', dimensions: new Set(), acceptsAggregates: true, reference: 'events' });
  });

  it.each([
    ['a source that is not registered', { ...origin, source: '/se/2281/messaging' }, 'UNKNOWN_SOURCE', '/source'],
    ['a source whose name every object has', { ...origin, source: 'constructor' }, 'UNKNOWN_SOURCE', '/source'],
    ["another tenant's municipality", { ...origin, municipality: 'DK-0751' }, 'WRONG_TENANT', '/municipality'],
    ['a dimension that is not on the list', { ...origin, dimensions: { priority: 1, colour: 'red' } }, 'UNKNOWN_DIMENSION', '/data/dimensions/colour'],
    [
      'a dimension of another source',
      { ...origin, source: '/dk/0751/os2forms/prod', dimensions: { priority: 1 } },
      'UNKNOWN_DIMENSION',
      '/data/dimensions/priority',
    ],
    ['a count for a period from a source that sends single events', { ...origin, kind: 'aggregated' as const }, 'AGGREGATES_NOT_ACCEPTED', '/type'],
    ['a dimension in a correction', { ...corrected, corrects: retracted, dimensions: { colour: 1 } }, 'UNKNOWN_DIMENSION', '/data/dimensions/colour'],
    ['a correction of an unregistered source', { ...corrected, corrects: { source: '/x' } }, 'UNKNOWN_SOURCE', '/data/corrects/source'],
    ['a retraction of an unregistered source', { ...retracted, corrects: { source: '/x' } }, 'UNKNOWN_SOURCE', '/data/corrects/source'],
    ["a correction of another tenant's event", { ...corrected, corrects: { source: '/dk/0751/os2forms/prod' } }, 'WRONG_TENANT', '/data/corrects/source'],
    ["a retraction of another tenant's event", { ...retracted, corrects: { source: '/dk/0751/os2forms/prod' } }, 'WRONG_TENANT', '/data/corrects/source'],
  ])('refuses %s', (_what, event, code, pointer) => {
    expect(checkAgainstRegister(event, registry)).toMatchObject({ ok: false, error: { code, pointer } });
  });

  it('never repeats what was sent in a detail', () => {
    const answer = checkAgainstRegister({ ...origin, dimensions: { colour: 'red-secret' } }, registry);
    expect(JSON.stringify(answer)).not.toContain('red-secret');
  });
});
