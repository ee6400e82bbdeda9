import { reportId, tenantOfReport, type ReportKey } from './report-id.js';
import { reportLanguage } from './report-language.js';

const KEY: ReportKey = { tenant: 'SE-2281', period: '2026-03', state: 'FINAL', version: 2, knownOn: Date.parse('2026-05-03T08:15:00Z') };

test.each([
  [KEY, 'SE-2281-2026-03-v2'],
  [{ ...KEY, state: 'PRELIMINARY' } as const, 'SE-2281-2026-03-v2-preliminary'],
  [{ ...KEY, period: '2026-T1', state: 'ON_DEMAND', version: null } as const, 'SE-2281-2026-T1-at-20260503T081500000Z'],
  // Names that look like periods do not lead astray.
  [{ ...KEY, tenant: 'SE-2026-03', period: '2026' }, 'SE-2026-03-2026-v2'],
  [{ ...KEY, tenant: 'DK-a-2026', period: '2026-H1' }, 'DK-a-2026-2026-H1-v2'],
])('%j is called %s, and the tenant is found again', (key, id) => {
  expect(reportId(key)).toBe(id);
  expect(tenantOfReport(id)).toBe(key.tenant);
});

test.each([
  '',
  'nonsense',
  'SE-2281',
  'SE-2281-2026-03',
  'SE-2281-2026-13-v1',
  'SE-2281-2026-T4-v1',
  'SE-2281-2026-03-v0',
  '../SE-2281-2026-03-v1',
  "SE-2281'-2026-03-v1",
])('%j is no report', (id) => {
  expect(tenantOfReport(id)).toBeNull();
});

test.each([
  ['sv', 'sv'], ['sv-FI', 'sv'], ['nb', 'no'], ['nn-NO', 'no'], ['no', 'no'], ['da', 'da'], ['fi', 'en'], [null, 'en'],
] as const)('a tenant that speaks %s reads %s', (language, shown) => {
  expect(reportLanguage(language)).toBe(shown);
}); // prettier-ignore
