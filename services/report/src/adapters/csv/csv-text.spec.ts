import { csvLine } from './csv-text.js';

describe('a line of CSV', () => {
  it('quotes what RFC 4180 asks for, and ends with CRLF', () => {
    expect(csvLine(['a', 'b,c', 'say "hi"', 'two\nlines', ''])).toBe('a,"b,c","say ""hi""","two\nlines",\r\n');
  });
  it.each(['=HYPERLINK(1)', '+1+1', '-2-3', '@SUM(A1)', '\t=1', ' =1', '＝1'])(
    'puts an apostrophe before %j, which a spreadsheet would take for a formula',
    (text) => {
      expect(csvLine([text])).toBe(`'${text}\r\n`);
    },
  );
  it.each(['-12.50', '0', '1477500.00', '2026-06-01', 'x=1'])('leaves %j as it is', (text) => {
    expect(csvLine([text])).toBe(`${text}\r\n`);
  });
});
