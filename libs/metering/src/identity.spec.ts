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

  it('begins with the time where the id does', () => {
    const ones = (): string => '1'.repeat(32);
    // RFC 9562, appendix A.6: 017F22E2-79B0-7CC3-98C4-DC0C0C07398F is of 2022-02-22T19:22:22Z = 0x017F22E279B0 ms.
    expect(identityOf({ source: 'a', id: '017F22E2-79B0-7CC3-98C4-DC0C0C07398F' }, ones)).toBe('017f22e2-79b0-1111-1111-111111111111');
    // The ULID specification's example: 01ARZ3NDEK is 1469922850259 ms = 0x01563E3AB5D3.
    expect(identityOf({ source: 'a', id: '01ARZ3NDEKTSV4RRFFQ69G5FAV' }, ones)).toBe('01563e3a-b5d3-1111-1111-111111111111');
    // Version 4, and a UUIDv7 that is only part of the id.
    expect(identityOf({ source: 'a', id: '017F22E2-79B0-4CC3-98C4-DC0C0C07398F' }, ones)).toBe('11111111-1111-1111-1111-111111111111');
    expect(identityOf({ source: 'a', id: 'x-017F22E2-79B0-7CC3-98C4-DC0C0C07398F' }, ones)).toBe('11111111-1111-1111-1111-111111111111');
  });

  it('keeps ids of one time apart by their source and their rest', () => {
    const id = '017f22e2-79b0-7cc3-98c4-dc0c0c07398f';
    expect(identityOf({ source: '/a', id }, digest)).not.toBe(identityOf({ source: '/b', id }, digest));
    expect(identityOf({ source: '/a', id }, digest)).not.toBe(identityOf({ source: '/a', id: id.toUpperCase() }, digest));
  });
});
