import { createHash } from 'node:crypto';

import { identityOf, uuidOf } from './identity.js';

const digest = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex').slice(0, 32);

describe('identity of a usage event', () => {
  it('is the first half of the SHA-256 of source, NUL and id, written as uuid', () => {
    // printf 'abc' | sha256sum begins with ba7816bf8f01cfea414140de5dae2223 (FIPS 180-2, appendix B.1).
    expect(uuidOf(digest('abc'))).toBe('ba7816bf-8f01-cfea-4141-40de5dae2223');
    expect(identityOf({ source: 'a', id: 'c' }, (text) => (text === 'a\u0000c' ? '0'.repeat(32) : 'f'.repeat(32)))).toBe(
      '00000000-0000-0000-0000-000000000000',
    );
  });

  it('keeps pairs apart whose parts join to the same text', () => {
    expect(identityOf({ source: '/a-b', id: 'c' }, digest)).not.toBe(identityOf({ source: '/a', id: 'b-c' }, digest));
    expect(identityOf({ source: '/a', id: 'bc' }, digest)).not.toBe(identityOf({ source: '/ab', id: 'c' }, digest));
  });
});
