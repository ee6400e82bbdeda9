import * as contracts from '@hemtag/contracts';
import * as statements from '@hemtag/statements';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The domain library knows no contracts, so it has the closed lists a second time; a code that one of them lacks would be a report that cannot be made. */
const LISTS = ['BENEFIT_TYPES', 'EVIDENCE_LEVELS', 'FIGURE_REASONS', 'BENEFIT_STATUSES', 'FORECAST_METHODS', 'DEVIATION_CAUSES', 'INITIATIVE_WARNINGS', 'PHASES'] as const; // prettier-ignore

test.each(LISTS)('%s of statements are those of the contracts', (list) => {
  expect(statements[list]).toEqual(contracts[list]);
});

test('so are the states of a figure, which are those of its month, and the languages', () => {
  expect(statements.FIGURE_STATES).toEqual(contracts.PERIOD_STATES);
  expect([...statements.LANGUAGES].sort()).toEqual([...contracts.REPORT_LANGUAGES].sort());
});

test('no list of that vocabulary is left out here', () => {
  const source = readFileSync(resolve(__dirname, '../../../../libs/statements/src/vocabulary.ts'), 'utf8');
  const lists = [...source.matchAll(/^export const (\w+) =/gm)].map(([, name]) => name);
  expect(lists.sort()).toEqual(['FIGURE_STATES', ...LISTS].sort());
});
