import { KafkaLogEnds } from './kafka-log-ends.js';

const quiet = { warn: () => undefined };

test('gives the end of each partition that holds records: nobody can read up to the end of one whose records were deleted', async () => {
  const ranges = new Map([
    [0, { low: 0n, high: 12n }],
    [1, { low: 0n, high: 0n }],
    [2, { low: 40n, high: 40n }],
    [3, { low: 7n, high: 8n }],
  ]);
  const ends = new KafkaLogEnds({ ranges: () => Promise.resolve(ranges) }, quiet);
  expect(await ends.endOffsets('usage.events.v1')).toEqual(
    new Map([
      [0, 12n],
      [3, 8n],
    ]),
  );
});

test('gives nothing where the broker does not answer', async () => {
  const ends = new KafkaLogEnds({ ranges: () => Promise.reject(new Error('away')) }, quiet);
  expect(await ends.endOffsets('usage.events.v1')).toBeNull();
});
