/** Names that want to be more than names, or that not every font has: markup, formulas, addresses, turned writing, scripts from elsewhere, half a character. */
export const HOSTILE_NAMES: readonly string[] = [
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://127.0.0.1:9/x","y")',
  '\t=1+1',
  'file:///etc/passwd',
  'http://127.0.0.1:9/a.png',
  'abc\u202Etxt.exe\u2067',
  'x'.repeat(300),
  '"]]><!-- & \'',
  'العربية',
  '漢字かな',
  'emoji 😀 👩‍💻',
  'Ελληνικά, кириллица, čđŋšŧž',
  'a\u0301 combined, soft\u00ADhyphen, ﬁ',
  '\uD83D half of one',
  '→ ≥ ≤ − € ½ ‰',
  '\uE000 private \uF8FF',
];
