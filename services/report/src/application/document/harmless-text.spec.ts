import { harmlessText } from './harmless-text.js';

describe('harmless text', () => {
  it.each([
    ['a\u202Egnp.exe', 'agnp.exe'],
    ['\u2067x\u2069\u200F', 'x'],
    ['line\r\nbreak\u0000', 'line break '],
    ['half \uD800 pair', 'half \uFFFD pair'],
    ['Åäö – 漢字 עברית <b>', 'Åäö – 漢字 עברית <b>'],
  ])('makes %j into %j', (text, harmless) => {
    expect(harmlessText(text)).toBe(harmless);
  });
});
