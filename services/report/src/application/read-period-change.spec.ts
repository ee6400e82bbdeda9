import { readPeriodChange, UnreadablePeriodChange } from './read-period-change.js';

const CHANGE = {
  tenant: 'SE-2281', month: '2026-03', sequence: 2, state: 'CLOSED', version: 1, recordedAt: '2026-04-13T08:00:00.123Z', snapshotHash: 'a'.repeat(64),
}; // prettier-ignore
const read = (value: unknown) =>
  readPeriodChange({ topic: 'benefit.periods.v1', partition: 0, offset: 7n, value: value === null ? null : Buffer.from(JSON.stringify(value)) });

test('a closing asks for the final report and a preliminary month for a preliminary one; a reopening asks for none', () => {
  expect(read(CHANGE)).toEqual({
    tenant: 'SE-2281', id: 'SE-2281-2026-03-v1', period: '2026-03', departments: [], state: 'FINAL', version: 1, knownOn: Date.parse('2026-04-13T08:00:00.123Z'),
    snapshotHash: 'a'.repeat(64),
  }); // prettier-ignore
  expect(read({ ...CHANGE, state: 'PRELIMINARY' })).toMatchObject({ id: 'SE-2281-2026-03-v1-preliminary', state: 'PRELIMINARY' });
  expect(read({ ...CHANGE, state: 'REOPENED', snapshotHash: null })).toBeNull();
});

test.each([[null], ['text'], [{ ...CHANGE, month: 'March' }], [{ ...CHANGE, more: 1 }]])(
  '%j stops the service, by its place and without its content',
  (value) => {
    expect(() => read(value)).toThrow(UnreadablePeriodChange);
    expect(() => read(value)).toThrow(/benefit\.periods\.v1\/0 offset 7/);
    expect(() => read(value)).not.toThrow(/March/);
  },
);
