import { checkAgainstRegister, sourceRegistry } from './source-register.js';

const registry = sourceRegistry([
  { tenant: 'SE-2281', source: '/se/2281/messaging/prod', dimensions: ['priority'] },
  { tenant: 'DK-0751', source: '/dk/0751/os2forms/prod', dimensions: [] },
]);
const origin = { source: '/se/2281/messaging/prod', municipality: null, dimensions: {} };

describe('what the register decides about an event', () => {
  it('gives it to the tenant of its source', () => {
    expect(checkAgainstRegister(origin, registry)).toEqual({ ok: true, value: 'SE-2281' });
    expect(checkAgainstRegister({ ...origin, municipality: 'SE-2281', dimensions: { priority: 'high' } }, registry)).toEqual({ ok: true, value: 'SE-2281' });
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
  ])('refuses %s', (_what, event, code, pointer) => {
    expect(checkAgainstRegister(event, registry)).toMatchObject({ ok: false, error: { code, pointer } });
  });

  it('never repeats what was sent in a detail', () => {
    const answer = checkAgainstRegister({ ...origin, dimensions: { colour: 'red-secret' } }, registry);
    expect(JSON.stringify(answer)).not.toContain('red-secret');
  });
});
