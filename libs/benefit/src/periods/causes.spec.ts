import { rational } from '@hemtag/kernel';
import { benefit, initiative, letters, meter, timeSaved } from '../../test/terms.builder.js';
import { causesOf, type ChangedObject, type ChangedVolume } from './causes.js';

const volume = (terms: Parameters<typeof letters>[0], now: string): ChangedVolume => ({
  series: letters(terms),
  day: '2026-03-14',
  then: rational('6650'),
  now: rational(now),
});
const object = (kind: ChangedObject['kind'], name: string, then: number | null, now: number): ChangedObject => ({ kind, name, then, now });

test('of what changed since a closing, the causes are what the figure depends on', () => {
  const own = benefit({ meter: meter({ channels: ['digital-mail'] }), value: [timeSaved('5', '2026-01-01')] });
  const letter = volume({}, '6700');
  const initiatives = [object('Initiative', 'digital-post', 1, 2), object('Initiative', 'robots', 1, 2)];
  const others = [
    object('Rate', 'hourly-cost', 1, 2),
    object('Rate', 'emission-factor', null, 1),
    object('Source', 'messaging', 1, 2),
    object('Tenant', 'SE-2281', 1, 2),
  ];
  const changes = { volumes: [letter, volume({ channel: 'paper-mail' }, '1')], register: [...initiatives, ...others] };
  expect(causesOf(changes, { initiative: initiative([own]), benefit: own })).toEqual({
    volumes: [letter],
    register: [object('Initiative', 'digital-post', 1, 2), object('Rate', 'hourly-cost', 1, 2), object('Tenant', 'SE-2281', 1, 2)],
  });
});
