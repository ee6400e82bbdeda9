import { apply, benefit, laterBenefit, partOf, tenant, unitValue } from '../test/register.builder.js';
import type { GivenDocument, RegisterDocument } from './documents.js';
import { documentDiff } from './document-diff.js';

const FIRST = benefit(
  { value: [unitValue('2025-01-01', '15.00')], adjust: [{ validFrom: '2025-01-01', deadweight: '0.1' }], meter: { units: ['letter'] } },
  { title: { sv: 'Post' }, costs: [{ name: 'run', kind: 'RUNNING', perYear: '250', validFrom: '2025-01-01' }] },
);
const registered = apply([tenant(), FIRST]);
const initiativeOf = ({ changes, faults }: ReturnType<typeof apply>): RegisterDocument => {
  expect(faults).toEqual([]);
  const change = changes.find(({ kind }) => kind === 'Initiative');
  if (!change) throw new Error('there is no initiative');
  return change.document;
};
const diff = (later: GivenDocument) => documentDiff(initiativeOf(registered), initiativeOf(registered.and(later)));

test('says nothing of an object that stays as it is', () => expect(diff(FIRST)).toEqual([]));

test('fields are named by their path, lists come as a whole', () => {
  expect(diff(partOf('Initiative', { title: { sv: 'Digital post', en: 'Mail' }, phase: 'OPERATION' }, 'digital-post'))).toEqual([
    { path: 'title.sv', change: 'changed', from: 'Post', to: 'Digital post' },
    { path: 'title.en', change: 'added', from: null, to: 'Mail' },
    { path: 'phase', change: 'added', from: null, to: 'OPERATION' },
  ]);
  expect(diff(laterBenefit({ meter: { units: ['letter', 'page'] } }))).toEqual([
    { path: 'benefits.postage.meter.units', change: 'changed', from: ['letter'], to: ['letter', 'page'] },
  ]);
  expect(diff(laterBenefit({ meter: { subjects: ['message:*'] } }))).toEqual([
    { path: 'benefits.postage.meter.subjects', change: 'added', from: null, to: ['message:*'] },
    { path: 'benefits.postage.meter.units', change: 'removed', from: ['letter'], to: null },
  ]);
});

test('goals are one list: what changes is shown before and after', () => {
  const goals = (...of: readonly string[]) => partOf('Initiative', { goals: of }, 'digital-post');
  expect(diff(goals('Trygghet'))).toEqual([{ path: 'goals', change: 'added', from: null, to: ['Trygghet'] }]);
});

test('entries are added, ended and corrected, of which only what differs is shown', () => {
  const reason = 'slip';
  expect(diff(laterBenefit({ value: [unitValue('2026-01-01', '16.00')], adjust: [{ validFrom: '2025-01-01', validTo: '2026-01-01' }] }))).toEqual([
    { path: 'benefits.postage.value[2026-01-01]', change: 'added', from: null, to: unitValue('2026-01-01', '16.00') },
    { path: 'benefits.postage.adjust[2025-01-01]', change: 'ended', from: null, to: '2026-01-01' },
  ]);
  expect(diff(laterBenefit({ value: [unitValue('2025-01-01', '16.00', { corrects: true, reason })] }))).toEqual([
    { path: 'benefits.postage.value[2025-01-01]', change: 'corrected', from: { unitValue: '15.00' }, to: { unitValue: '16.00', reason } },
  ]);
  const cost = { name: 'run', kind: 'RUNNING', perYear: '260', validFrom: '2025-01-01', corrects: true, reason };
  expect(diff(partOf('Initiative', { costs: [cost] }, 'digital-post'))).toEqual([
    { path: 'costs[run 2025-01-01]', change: 'corrected', from: { perYear: '250' }, to: { perYear: '260', reason } },
  ]);
});

test('of a new object everything is added', () => {
  const changes = documentDiff(null, initiativeOf(registered));
  expect(new Set(changes.map(({ change }) => change))).toEqual(new Set(['added']));
  expect(changes.map(({ path }) => path)).toContain('benefits.postage.value[2025-01-01]');
});
