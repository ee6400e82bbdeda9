import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dashboardFaults } from './checks/check-dashboards.js';
import { allBoards, generatedFiles, wireframes } from './generate.js';
import { LANGUAGES } from './languages.js';

const GENERATED = resolve(__dirname, '../generated');
const boards = allBoards();
const files = generatedFiles(boards);

test('what is committed is what the boards give now (npm run dashboards writes it)', () => {
  const written = [...files, ...wireframes(boards)];
  const committed = [...LANGUAGES, 'layout'].flatMap((folder) => readdirSync(join(GENERATED, folder)).map((file) => `${folder}/${file}`));
  expect(committed.sort()).toEqual(written.map(({ path }) => path).sort());
  for (const { path, content } of written) expect({ path, content: readFileSync(join(GENERATED, path), 'utf8') }).toEqual({ path, content });
});

test('no rule finds anything', () => {
  expect(dashboardFaults(files)).toEqual([]);
});

test('a board for another place has its address and time zone, and no other difference', () => {
  const [here, there] = [allBoards(), allBoards({ gatewayUrl: 'https://nytta.example.org', timeZone: 'Europe/Copenhagen' })];
  const other = generatedFiles(there).map(({ content }) => content.replaceAll('https://nytta.example.org', 'http://localhost:8080').replaceAll('"timezone": "Europe/Copenhagen"', '"timezone": "Europe/Stockholm"'));
  expect(other).toEqual(generatedFiles(here).map(({ content }) => content));
}); // prettier-ignore

test('a layout has every panel where it stands, and writes titles so that they are text', () => {
  const [picture] = wireframes([{ ...(boards.find(({ language }) => language === 'en') as (typeof boards)[number]), json: {
    title: 'A & B', templating: { list: [{ type: 'query', name: 'year', label: 'Year' }] },
    panels: [{ id: 1, type: 'table', title: '<Months>', gridPos: { h: 4, w: 12, x: 12, y: 2 } }],
  } }]); // prettier-ignore
  expect(picture?.content).toContain('<rect x="483" y="99" width="474" height="98"');
  expect(picture?.content).toContain('>&#60;Months&#62;</text>');
  expect(picture?.content).toContain('>[Year ▾]</text>');
});
