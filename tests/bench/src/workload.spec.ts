import { expectedTotals, payloadBytes, workloadRecords, type IdKind } from './workload.js';

const RECORDS = 20_000;
const idsOf = (ids: IdKind): string[] => [...workloadRecords({ until: RECORDS, ids })].map(({ headers }) => headers.ce_id ?? '');

describe('the load of the benchmark', () => {
  it('repeats one record in 20, half of them within the last 2 000 records', () => {
    const first = new Map<string, number>();
    const distances: number[] = [];
    idsOf('time-ordered').forEach((id, place) => {
      const before = first.get(id);
      if (before === undefined) first.set(id, place);
      else distances.push(place - before);
    });
    expect(distances).toHaveLength(1_000);
    expect(first.size).toBe(19_000);
    const near = distances.filter((distance) => distance <= 2_000).length;
    expect(near).toBeGreaterThanOrEqual(500);
    expect(near).toBeLessThan(700);
  });

  it('says beforehand what must be stored', () => {
    const distinct = new Map([...workloadRecords({ until: RECORDS, ids: 'random' })].map(({ headers, value }) => [headers.ce_id, String(value)]));
    const quantity = [...distinct.values()].reduce((sum, value) => sum + (JSON.parse(value) as { quantity: number }).quantity, 0);
    expect(expectedTotals(RECORDS)).toEqual({ records: 20_000, distinct: 19_000, duplicates: 1_000, quantity });
  });

  it('has events of about 400 bytes', () => {
    const sizes = [...workloadRecords({ until: RECORDS, ids: 'time-ordered' })].map(payloadBytes);
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
    expect(mean).toBeGreaterThan(390);
    expect(mean).toBeLessThan(410);
  });

  it('gives ids that are valid, rise with time or do not, and are the same each time', () => {
    const ordered = [...new Set(idsOf('time-ordered'))];
    expect(ordered.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(ordered.toSorted()).toEqual(ordered);
    const random = idsOf('random');
    expect(new Set(random).size).toBe(19_000);
    expect(random.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/.test(id))).toBe(true);
    expect(idsOf('random')).toEqual(random);
  });

  it('spreads over 20 sources, 6 subjects and 4 channels', () => {
    const series = new Set(
      [...workloadRecords({ until: RECORDS, ids: 'random' })].map(({ key, value }) => `${key} ${(JSON.parse(String(value)) as { channel: string }).channel}`),
    );
    expect(series.size).toBe(480);
  });
});
