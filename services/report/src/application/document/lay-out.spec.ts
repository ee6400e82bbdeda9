import { statementOf, statementPeriod, type Language, type Statement } from '@hemtag/statements';
import { layOut } from './lay-out.js';
import { shownIn, type Block } from './report-document.js';
import { wordingOf } from './wording.js';

/** A statement of nothing, so that only its head says anything. */
function statement(departments: readonly string[] | null): Statement {
  const months = { from: '2026-03', to: '2026-03' };
  const made = statementOf(
    {
      tenant: { name: 'SE-2281', title: 'Sundsvalls kommun', country: 'SE', timeZone: 'Europe/Stockholm', currency: 'SEK' },
      ...(departments !== null && { part: { departments, currencies: ['SEK'] } }),
      period: statementPeriod('2026-03')!,
      version: 1,
      asKnownOn: '2026-04-10T10:00:00+02:00',
      figures: [],
      sums: { period: { ...months, benefits: [], initiatives: [] }, yearToDate: { from: '2026-01', to: '2026-03', benefits: [], initiatives: [] } },
      initiatives: [],
      rates: [],
      periods: [],
      confirmations: [],
      harvests: [],
      completeness: [],
      causes: [],
      lastReportAt: null,
      previous: null,
    },
    () => 'id',
  );
  if (!made.ok) throw new Error('the facts do not agree');
  return made.value;
}
const laidOut = (departments: readonly string[] | null, language: Language = 'sv') => layOut(statement(departments), 'f'.repeat(64), wordingOf(language));
const texts = (blocks: readonly Block[] = []): readonly string[] =>
  blocks.flatMap((block) => (block.kind === 'table' ? Array.from(block.rows, (row) => row.map(shownIn).join(': ')) : 'text' in block ? [block.text] : []));

test.each([
  ['sv', 'Nyttorapport mars 2026 – Omsorg, Skola, Sundsvalls kommun', 'avser endast Omsorg, Skola', 'Förvaltningar: Omsorg, Skola', /ingår inte i någon summa/],
  ['da', 'Gevinstrapport marts 2026 – Omsorg, Skola, Sundsvalls kommun', 'omfatter kun Omsorg, Skola', 'Forvaltninger: Omsorg, Skola', /indgår ikke i nogen sum/],
  ['no', 'Gevinstrapport mars 2026 – Omsorg, Skola, Sundsvalls kommun', 'gjelder bare Omsorg, Skola', 'Avdelinger: Omsorg, Skola', /inngår ikke i noen sum/],
  ['en', 'Benefit report March 2026 – Omsorg, Skola, Sundsvalls kommun', 'of Omsorg, Skola only', 'Departments: Omsorg, Skola', /is in any total/],
] as const)('a part says of which departments it is, in title, head and first section: %s', (language, title, subtitle, fact, notice) => {
  const { title: shown, subtitle: below, sections } = laidOut(['Omsorg', 'Skola'], language);
  expect([shown, below.split(' · ').at(-1)]).toEqual([title, subtitle]);
  expect(texts(sections[0]?.blocks)).toEqual(expect.arrayContaining([fact, expect.stringMatching(notice)]));
}); // prettier-ignore

test('the whole says nothing of it', () => {
  const { title, subtitle, sections } = laidOut(null);
  expect(title).toBe('Nyttorapport mars 2026 – Sundsvalls kommun');
  expect(subtitle.split(' · ')).toHaveLength(3);
  expect(texts(sections[0]?.blocks).filter((text) => text.includes('örvaltningar'))).toEqual([]);
});

test('of many departments, and of long names, the title has what can be read, and the first section everything', () => {
  const names = ['a'.repeat(70), '\u202Etsol', 'c', 'd', 'e'];
  const { title, sections } = laidOut(names);
  expect(title).toBe(`Nyttorapport mars 2026 – ${'a'.repeat(59)}…, tsol, c (+2), Sundsvalls kommun`);
  expect(texts(sections[0]?.blocks)).toContain(`Förvaltningar: ${'a'.repeat(70)}, tsol, c, d, e`);
});
