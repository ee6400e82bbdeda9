import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { PUBLISHED_COLUMNS } from './published-columns.js';
import { PUBLISHED } from './published-views.js';

/** `| name | type | …` rows below each `## view`. */
function documented(): Record<string, string[]> {
  const page = readFileSync(resolve(__dirname, '../../../docs/published-views.md'), 'utf8');
  const sections = page.split(/^## /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const rows = [...section.matchAll(/^\| (\w+) \| ([\w ]+) \|/gm)].map(([, name, type]) => `${name} ${type}`).filter((row) => row !== 'column type');
      return [`published.${section.slice(0, section.indexOf('\n'))}`, rows];
    }),
  );
}

test('the columns that queries may name are those of the page, view by view and in order', () => {
  const named = Object.entries(PUBLISHED_COLUMNS).map(([view, columns]) => [
    PUBLISHED[view as keyof typeof PUBLISHED_COLUMNS],
    Object.entries(columns).map(([name, type]) => `${name} ${type}`),
  ]);
  expect(Object.fromEntries(named)).toEqual(documented());
});
