import * as fc from 'fast-check';

import { maskIdentityNumbers, maskText } from './mask.js';
import { ALL_PUBLISHED, DISGUISES } from './published-numbers.builder.js';
import { maskRecord } from './record.js';
import { scanBytes } from './scan.js';

const mask = (text: string): string => maskIdentityNumbers(Buffer.from(text)).bytes.toString();

describe('masking', () => {
  it.each([
    ['{"id":"case-19821105-9954-a","n":1}', '{"id":"case-*************-a","n":1}'],
    ['{"note":"8211059954"}', '{"note":"**********"}'],
    ['{"n":198211059954}', '{"n":************}'],
    // As a JSON number 0107729995 has lost its zero.
    ['{"n":107729995}', '{"n":*********}'],
    ['"19821105%2D9954"', '"***************"'],
    ['"19821105\\u002d9954"', '"******************"'],
    [`"case-${Buffer.from('19821105-9954').toString('base64url')}"`, `"case-${'*'.repeat(18)}"`],
    ['a@example.org, +46701740605', '*************, ************'],
    ['{"lat":62.39081,"lon":17.3069}', '{"*************,"************}'],
    ['nothing here 556012-5790', 'nothing here 556012-5790'],
  ])('%s becomes %s', (text, masked) => {
    expect(mask(text)).toBe(masked);
  });

  it('gives back the very same bytes where there is nothing to mask', () => {
    const bytes = Buffer.from('{"id":"398a6d1f-615f-499c-86d3-ee325ab865b4"}');
    expect(maskIdentityNumbers(bytes)).toEqual({ bytes, masked: false });
    expect(maskIdentityNumbers(bytes).bytes).toBe(bytes);
  });

  it('leaves the bytes that came in as they are', () => {
    const bytes = Buffer.from('19821105-9954');
    maskIdentityNumbers(bytes);
    expect(bytes.toString()).toBe('19821105-9954');
  });

  it('works on bytes that are no UTF-8, with ISO 8859-1 between the digits', () => {
    const bytes = Buffer.concat([
      Buffer.from([0xff, 0xfe, 0x20]),
      Buffer.from('19821105'),
      Buffer.from([0xa0]),
      Buffer.from('9954'),
      Buffer.from([0x20, 0xc3]),
    ]);
    expect(maskIdentityNumbers(bytes).bytes).toEqual(Buffer.concat([Buffer.from([0xff, 0xfe, 0x20]), Buffer.alloc(13, '*'), Buffer.from([0x20, 0xc3])]));
  });

  it('keeps what a safe pattern of the source covers, and nothing that is certain', () => {
    const safePatterns = { id: ['*:##########'] };
    const text = '{"id":"sensor-1:1712150000","x":"1712150000","y":"19821105-9954"}';
    expect(maskText(text, { safePatterns })).toBe('{"id":"sensor-1:1712150000","x":"**********","y":"*************"}');
  });

  it('leaves nothing that would be found again, keeps the length, and hides every digit of the number', () => {
    const disguised = fc.tuple(fc.constantFrom(...ALL_PUBLISHED), fc.constantFrom(...Object.keys(DISGUISES))).map(([number, name]) => DISGUISES[name]!(number));
    const bytes = fc
      .tuple(fc.uint8Array({ maxLength: 30 }), fc.array(disguised, { minLength: 1, maxLength: 3 }), fc.constantFrom(' ', '"', ',', '-', '%', '\\', '=', '+'))
      .map(([noise, numbers, between]) => Buffer.concat([noise, Buffer.from(`"${numbers.join(between)}"`), noise]));
    fc.assert(
      fc.property(bytes, (sent) => {
        const masked = maskIdentityNumbers(sent);
        expect(masked.bytes).toHaveLength(sent.length);
        expect(scanBytes(masked.bytes, { isInteger: true })).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
  });
});

describe('a record that is masked', () => {
  const record = (value: string, { key = 'k', headers = {} }: { key?: string; headers?: Record<string, Buffer | string | Buffer[]> } = {}) => ({
    offset: 1n,
    key: Buffer.from(key),
    headers,
    value: Buffer.from(value),
  });

  it('has no number in key, header names, header values and value, and says so', () => {
    const headers = { ce_id: Buffer.from('x-19821105-9954'), '010594Y9032': 'x', twice: [Buffer.from('a'), Buffer.from('251248-9996')] };
    const { record: kept, masked } = maskRecord(record('{"pnr":"19821105-9954"}', { key: '10915596784', headers }));
    expect(masked).toBe(true);
    expect({ key: String(kept.key), value: String(kept.value), offset: kept.offset }).toEqual({
      key: '*'.repeat(11),
      value: '{"pnr":"*************"}',
      offset: 1n,
    });
    expect(Object.entries(kept.headers).map(([name, values]) => [name, String(values)])).toEqual([
      ['ce_id', `x-${'*'.repeat(13)}`],
      ['*'.repeat(11), 'x'],
      ['twice', `a,${'*'.repeat(11)}`],
    ]);
  });

  it('is the one that came where there is nothing to mask, also without key and value', () => {
    const plain = record('{}', { headers: { ce_id: 'e-1' } });
    expect(maskRecord(plain)).toEqual({ record: plain, masked: false });
    const empty = { key: null, headers: {}, value: null };
    expect(maskRecord(empty)).toEqual({ record: empty, masked: false });
  });
});
