import { hash } from 'node:crypto';
import { reportId, tenantOfReport, type ReportKey } from './report-id.js';
import { reportLanguage } from './report-language.js';

const digest = (text: string | Uint8Array): string => hash('sha256', text, 'hex');
const KEY: ReportKey = { tenant: 'SE-2281', period: '2026-03', departments: [], state: 'FINAL', version: 2, knownOn: Date.parse('2026-05-03T08:15:00Z') };

test.each([
  [KEY, 'SE-2281-2026-03-v2'],
  [{ ...KEY, state: 'PRELIMINARY' } as const, 'SE-2281-2026-03-v2-preliminary'],
  [{ ...KEY, period: '2026-T1', state: 'ON_DEMAND', version: null } as const, 'SE-2281-2026-T1-at-20260503T081500000Z'],
  // Names that look like periods do not lead astray.
  [{ ...KEY, tenant: 'SE-2026-03', period: '2026' }, 'SE-2026-03-2026-v2'],
  [{ ...KEY, tenant: 'DK-a-2026', period: '2026-H1' }, 'DK-a-2026-2026-H1-v2'],
])('%j is called %s, and the tenant is found again', (key, id) => {
  expect(reportId(key, digest)).toBe(id);
  expect(tenantOfReport(id)).toBe(key.tenant);
});

// The hashes are those of `printf '["Servicecenter"]' | sha256sum` and so on.
test.each([
  [['Servicecenter'], 'servicecenter-bddfb846d436'],
  [['Kultur och fritid', 'Omsorg'], 'kultur_och_fritid_omsorg-39205942ab06'],
  [['Søndre Ærø, Åbenrå & Ölands fœroyskur'], 'sondre_aero_abenra_olands_foeroyskur-2874041adf13'],
  [['Förvaltningen för arbetsmarknad, vuxenutbildning och integration'], 'forvaltningen_for_arbetsmarknad_vuxenutb-99e07ac30380'],
  [['消防'], 'part-8c694ef428e7'],
  // Names that look like a part of an id do not lead astray.
  [['2026-03 v1', 'preliminary'], '2026_03_v1_preliminary-53a47a46b538'],
])('a report of %j has a word of them and a hash', (departments, suffix) => {
  expect(reportId({ ...KEY, departments }, digest)).toBe(`SE-2281-2026-03-v2-${suffix}`);
  for (const state of ['PRELIMINARY', 'ON_DEMAND'] as const) {
    const id = reportId({ ...KEY, departments, state, tenant: 'SE-2026-03' }, digest);
    expect([tenantOfReport(id), id.endsWith(suffix)]).toEqual(['SE-2026-03', true]);
  }
});

test('lists with the same word have other names, and a name stays short enough for a file, whatever departments are called', () => {
  const of = (departments: readonly string[]): string => reportId({ ...KEY, departments }, digest);
  expect(of(['Barn', 'skola'])).not.toBe(of(['Barn skola']));
  expect(of(['Skola'])).not.toBe(of(['skola']));
  const long = reportId({ ...KEY, tenant: 'SE-12345678901234567890', state: 'ON_DEMAND', departments: ['a'.repeat(2_000), 'b'] }, digest);
  expect(long.length).toBeLessThanOrEqual(120);
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
  'SE-2281-2026-03-v1-servicecenter',
  'SE-2281-2026-03-v1-service-center-7f3a9c21b04d',
  'SE-2281-2026-03-v1-servicecenter-7F3A9C21B04D',
])('%j is no report', (id) => {
  expect(tenantOfReport(id)).toBeNull();
});

test.each([
  ['sv', 'sv'], ['sv-FI', 'sv'], ['nb', 'no'], ['nn-NO', 'no'], ['no', 'no'], ['da', 'da'], ['fi', 'en'], [null, 'en'],
] as const)('a tenant that speaks %s reads %s', (language, shown) => {
  expect(reportLanguage(language)).toBe(shown);
}); // prettier-ignore
