import type { RegisterObject } from '@hemtag/contracts';
import { sendAgain, type AgainPorts } from './send-again.js';

const object = (name: string, tenant: string | null, spec: object): RegisterObject => ({
  kind: 'x', tenant, name, entries: [], retired: null,
  versions: [{ version: 1, recordedAt: '2026-03-10T09:00:00.000Z', author: 'anna', changes: [], document: { spec } }],
}); // prettier-ignore
const PART = 'SE-2281-2026-03-v1-omsorg-7f3a9c21b04d';

/** What was done for a delivery that failed, of a plan that names these. */
async function again(delivery: object | null, spec: object | null): Promise<readonly unknown[]> {
  const done: unknown[] = [];
  const say = (...what: readonly unknown[]): Promise<boolean> => {
    done.push(...what);
    return Promise.resolve(true);
  };
  const ports = {
    store: { delivery: () => Promise.resolve(delivery), sendAgain: () => say('again'), replace: (of: object) => say('replace', of) },
    archive: {
      report: () =>
        Promise.resolve({ statement: { tenant: 'SE-2281', period: '2026-03', state: 'FINAL', version: 1, knownOn: 0, departments: ['Omsorg'], id: PART } }),
    },
    source: {
      registered: (kind: string) =>
        Promise.resolve(
          kind === 'tenant'
            ? [object('SE-2281', null, { country: 'SE', language: 'sv', timeZone: 'Europe/Stockholm' })]
            : spec === null
              ? []
              : [object('care', 'SE-2281', spec)],
        ),
    },
    clock: () => Date.parse('2026-04-20T08:00:00Z'),
  };
  done.push(await sendAgain({ tenant: 'SE-2281', id: 'd' }, ports as unknown as AgainPorts));
  return done;
}
const failed = { tenant: 'SE-2281', id: 'd', what: 'report', about: PART, plan: 'care', channel: 'mail', receiver: 'fel@kommun.example' };
const to = (address: string) => ({ recipients: [{ role: 'head', address }], targets: ['archive'] });

test.each([
  ['a receiver whom the plan names still, however it writes him', failed, to('Fel@kommun.example')],
  ['a plan that is gone', failed, null],
  ['a target that the plan names still', { ...failed, channel: 'folder', receiver: 'archive' }, to('x@kommun.example')],
  ['a reminder', { ...failed, what: 'late', about: '2026-03' }, to('x@kommun.example')],
])('%s: the same again', async (_, delivery, spec) => expect(await again(delivery, spec)).toEqual(['again', true]));

test('a receiver whom the plan names no more: the plan deals with the statement of the whole again, of which the part is', async () => {
  expect(await again(failed, to('ratt@kommun.example'))).toEqual([
    'replace',
    { tenant: 'SE-2281', id: 'd', plan: 'care', statement: 'SE-2281-2026-03-v1' },
    true,
  ]);
});

test('there is no such delivery', async () => expect(await again(null, to('x@kommun.example'))).toEqual([false]));
