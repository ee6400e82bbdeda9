import { canonicalJson } from './canonical-json.js';

describe('canonical JSON', () => {
  it('is that of RFC 8785: the example of its section 3.2.2 and 3.2.3, without the numbers that no figure has', () => {
    const value = { string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/', literals: [null, true, false], numbers: [4.5, 1e30, 0.002] };
    expect(canonicalJson(value)).toBe(String.raw`{"literals":[null,true,false],"numbers":[4.5,1e+30,0.002],"string":"€$\u000f\nA'B\"\\\\\"/"}`);
    const names = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 };
    expect(Object.keys(JSON.parse(canonicalJson(names)) as object)).toHaveLength(7);
    expect([...canonicalJson(names).matchAll(/:(\d)/g)].map(([, number]) => number)).toEqual(['2', '4', '6', '7', '1', '5', '3']);
  });

  it('leaves out what is undefined', () => {
    expect(canonicalJson({ b: undefined, a: [] })).toBe('{"a":[]}');
  });
});
