import { csvLine } from './csv-text.js';

describe('a line of CSV', () => {
  it('quotes what RFC 4180 asks for, and ends with CRLF', () => {
    expect(csvLine(['a', 'b,c', 'say "hi"', ''])).toBe('a,"b,c","say ""hi""",\r\n');
  });
  it.each(['=HYPERLINK(1)', '+1+1', '-2-3', '@SUM(A1)', ' =1', '＝1'])('puts an apostrophe before %j, which a spreadsheet would take for a formula', (text) => {
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  });
  it('keeps nothing that turns the direction of writing, ends a line within a field or hides a formula', () => {
    expect(csvLine(['abc\u202Etxt.exe\u2067', 'two\r\nlines', '\t=1', '\u200B=1'])).toBe("abctxt.exe,two lines,' =1,'=1\r\n");
  });
  it.each(['-12.50', '0', '1477500.00', '2026-06-01', 'x=1'])('leaves %j as it is', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
});
