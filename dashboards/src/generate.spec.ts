import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dashboardFaults } from './checks/check-dashboards.js';
import { allBoards, generatedFiles } from './generate.js';
import { LANGUAGES } from './languages.js';

const GENERATED = resolve(__dirname, '../generated');
const files = generatedFiles(allBoards());

test('what is committed is what the boards give now (npm run dashboards writes it)', () => {
  const committed = LANGUAGES.flatMap((language) => readdirSync(join(GENERATED, language)).map((file) => `${language}/${file}`));
  expect(committed.sort()).toEqual(files.map(({ path }) => path).sort());
  for (const { path, content } of files) expect({ path, content: readFileSync(join(GENERATED, path), 'utf8') }).toEqual({ path, content });
});

test('no rule finds anything', () => {
  expect(dashboardFaults(files)).toEqual([]);
});

test('a board for another place has its address and time zone, and no other difference', () => {
  const [here, there] = [allBoards(), allBoards({ gatewayUrl: 'https://nytta.example.org', timeZone: 'Europe/Copenhagen' })];
  const other = generatedFiles(there).map(({ content }) => content.replaceAll('https://nytta.example.org', 'http://localhost:8080').replaceAll('"timezone": "Europe/Copenhagen"', '"timezone": "Europe/Stockholm"'));
  expect(other).toEqual(generatedFiles(here).map(({ content }) => content));
}); // prettier-ignore
