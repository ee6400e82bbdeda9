import fc from 'fast-check';

import { RepeatedText } from './repeated-text.js';
import { decodeUtf8 } from './strict-json.js';

it('reads what it is given, whatever it read before', () => {
  const bytes = fc.oneof(
    fc.constantFrom('', 'a', 'ab', 'io.hemtag.usage.recorded.v1', 'å', '\ufeffa', 'x'.repeat(64), 'x'.repeat(65)).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 3 }),
  );
  fc.assert(
    fc.property(fc.array(bytes, { maxLength: 20 }), (sent) => {
      const repeated = new RepeatedText();
      expect(sent.map((one) => repeated.read(one))).toEqual(sent.map(decodeUtf8));
    }),
    { numRuns: 500 },
  );
});

it('keeps no bytes that somebody else may change', () => {
  const repeated = new RepeatedText();
  const bytes = Buffer.from('abc');
  expect(repeated.read(bytes)).toBe('abc');
  bytes.write('xyz');
  expect([repeated.read(bytes), repeated.read(Buffer.from('abc'))]).toEqual(['xyz', 'abc']);
});
