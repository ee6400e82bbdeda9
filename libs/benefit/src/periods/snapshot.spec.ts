import { createHash } from 'node:crypto';
import { canonicalJson } from '@hemtag/kernel';
import { PeriodScene } from '../../test/period-scene.js';
import { benefit, initiative } from '../../test/terms.builder.js';
import { figureId, figureName } from './figure-id.js';
import { keptFigures, snapshotText } from './snapshot.js';

describe('a snapshot', () => {
  const scene = new PeriodScene({ initiatives: [initiative([benefit({ name: 'b' }), benefit({ name: 'a' })])] });
  scene.setVolume('2026-03-14', '20/3');
  const rows = scene.rows();
  const closed = keptFigures(rows, 'CLOSED');
  const head = { tenant: 'SE-2281', month: '2026-03', version: 1, state: 'CLOSED' } as const;

  it('keeps exact amounts beside the row as it shows in its state', () => {
    // 20/3 letters at 15.00 are 100 kr.
    expect(closed[0]).toMatchObject({ id: 'SE-2281:digital-post:a:2026-03', gross: '100', adjusted: '100', counted: '20/3', asReported: '100', unit: 'SEK' });
    expect(JSON.parse(closed[0]?.printed ?? '')).toMatchObject({ state: 'CLOSED', amount: { gross: '100.00', asReported: '100.00' } });
    const [preliminary] = keptFigures(rows, 'PRELIMINARY');
    expect(preliminary).toMatchObject({ gross: '100', asReported: null });
    expect(JSON.parse(preliminary?.printed ?? '')).toMatchObject({ state: 'PRELIMINARY', amount: { gross: '100.00', asReported: null } });
  });

  it('is hashed as the canonical JSON of all of it, in whatever order the figures come', () => {
    const text = snapshotText(head, closed);
    expect(snapshotText(head, [...closed].reverse())).toBe(text);
    const figures = closed.map(({ gross, adjusted, counted, asReported, printed }) => ({
      exact: { gross, adjusted, counted, asReported },
      printed: JSON.parse(printed) as Parameters<typeof canonicalJson>[0],
    }));
    expect(text).toBe(canonicalJson({ ...head, figures }));
    expect(
      createHash('sha256')
        .update(snapshotText({ ...head, version: 2 }, closed))
        .digest('hex'),
    ).not.toBe(createHash('sha256').update(text).digest('hex'));
  });
});

test('an id of a figure says what it is about, there and back', () => {
  const original = { tenant: 'SE-2281', initiative: 'digital-post', benefit: 'postage', month: '2026-04', originalMonth: null };
  expect(figureId(original)).toBe('SE-2281:digital-post:postage:2026-04');
  for (const name of [original, { ...original, originalMonth: '2026-03' }]) expect(figureName(figureId(name))).toEqual(name);
  for (const id of [
    '',
    'SE-2281:digital-post:postage',
    'SE-2281:digital-post:postage:April',
    'a:b:c:2026-04:ORIGINAL:2026-03',
    'a:b:c:2026-04:ADJUSTMENT',
    'a:b:c:2026-04:ADJUSTMENT:2026-03:x',
  ])
    expect(figureName(id)).toBeNull();
});
