import { allBoards, LANGUAGES, type BuiltBoard, type PanelQuery } from '@hemtag/dashboards';
import pg from 'pg';
import { panelFaults } from '../dashboards/answer-faults.js';
import { answerTo } from '../dashboards/answers.js';
import { startFilledStack, type FilledStack } from '../dashboards/filled-stack.js';
import { EMPTY_TOWN, MIXED_TOWN } from '../dashboards/mixed-town.js';
import { sumFaults, type FiguresAnswer } from '../dashboards/overview-sums.js';
import { wholeReads } from '../dashboards/plans.js';
import { looksOf, show } from '../dashboards/shown-boards.js';
import { blowsOf, mixturesUnder } from '../dashboards/unmixed.js';

/*
 * Grafana accepts any panel without a word, and a statement that fails shows as "no value yet". So every statement of every board is run here as Grafana sends it, on a
 * database that the real services have filled, by a login that may read what is published and nothing else.
 */

const LIMIT_MS = 480_000;
const TOWNS = [MIXED_TOWN, EMPTY_TOWN, 'SE-2281', 'SE-0127', 'SE-0186', 'DK-860'];
const BOARDS = allBoards();
/** The languages differ in words only, so what is slow is asked of one. */
const [FIRST] = LANGUAGES;
const byName = (boards: readonly BuiltBoard[]): readonly (readonly [string, BuiltBoard])[] => boards.map((board) => [board.uid, board]);

let stack: FilledStack;
let reader: pg.Client;
let owner: pg.Client;
beforeAll(async () => {
  stack = await startFilledStack();
  [reader, owner] = [new pg.Client({ connectionString: stack.readerUrl }), new pg.Client({ connectionString: stack.databaseUrl })];
  await Promise.all([reader.connect(), owner.connect()]);
}, LIMIT_MS);
afterAll(async () => {
  await Promise.all([reader.end(), owner.end()]);
  await stack.stop();
});

test('the login of the boards reads what is published and nothing else', async () => {
  await expect(reader.query('SELECT FROM benefit.figure')).rejects.toMatchObject({ code: '42501' });
  await expect(reader.query('CREATE TABLE public.mine (a text)')).rejects.toMatchObject({ code: '42501' });
});

test.each(byName(BOARDS))(
  '%s answers every query with the columns, units and order that its panels expect',
  async (_, board) => {
    const faults: string[] = [];
    const answered = new Set<string>();
    for (const look of TOWNS.flatMap(looksOf)) {
      for (const panel of await show(reader, board, look)) {
        faults.push(...panelFaults(panel).map((fault) => `${look.what}: ${fault}`));
        for (const { query, answer } of panel) if (answer.rows.length > 0) answered.add(`${query.panel.title ?? ''} ${query.refId}`);
      }
    }
    expect(faults).toEqual([]);
    // A query that never answers anything was not really tried.
    const queries = board.panels.flatMap(({ title, targets }) => targets.flatMap(({ kind, refId }) => (kind === 'sql' ? [`${title} ${refId}`] : [])));
    expect(queries.filter((query) => !answered.has(query))).toEqual([]);
  },
  LIMIT_MS,
);

test.each(byName(BOARDS.filter(({ language }) => language === FIRST)))(
  '%s never mixes types, currencies or units: a thousandfold of one changes no number of another',
  async (_, board) => {
    const [all] = looksOf(MIXED_TOWN);
    const asked = all === undefined ? [] : (await show(reader, board, all)).flat();
    const mixed: string[] = [];
    for (const blow of await blowsOf(owner)) mixed.push(...(await mixturesUnder(owner, blow, asked)));
    expect(mixed).toEqual([]);
  },
  LIMIT_MS,
);

test('a sum over types and currencies is found', async () => {
  const sql = `SELECT 'all' AS name, sum(exact_gross) AS value FROM published.figure WHERE tenant = '${MIXED_TOWN}'`;
  const query: PanelQuery = { panel: { id: 1, type: 'stat', title: 'Everything' }, refId: 'A', format: 'table', sql, variables: {} };
  const answer = await answerTo(reader, sql);
  const found: string[] = [];
  for (const blow of await blowsOf(owner)) found.push(...(await mixturesUnder(owner, blow, [{ query, answer }])));
  expect(found).toEqual(expect.arrayContaining([expect.stringContaining('Everything mixes amounts of FINANCIAL in SEK')]));
});

test.each(byName(BOARDS.filter(({ language }) => language === FIRST)))('%s reads no large table as a whole', async (_, board) => {
  const [all] = looksOf(MIXED_TOWN);
  const found: string[] = [];
  for (const { query } of all === undefined ? [] : (await show(reader, board, all)).flat()) {
    found.push(...(await wholeReads(owner, query.sql)).map((read) => `${query.panel.title ?? ''}: ${read}`));
  }
  expect(found).toEqual([]);
});

async function saidOf(tenant: string, to: string): Promise<FiguresAnswer> {
  const answer = await fetch(`${stack.url}/v1/figures?tenant=${tenant}&from=2025-01&to=${to}`);
  return (await answer.json()) as FiguresAnswer;
}

test.each(['2025-01', '2025-03', '2025-06', '2025-12'])('the sums of the overview up to %s are those of hemtag figures', async (to) => {
  const faults: string[] = [];
  for (const tenant of TOWNS) faults.push(...(await sumFaults(reader, BOARDS, { tenant, to, figures: await saidOf(tenant, to) })));
  expect(faults).toEqual([]);
});

test('a sum of the overview that is one öre off is found', async () => {
  const figures = await saidOf(MIXED_TOWN, '2025-06');
  const off = (gross: string | null): string | null => (gross === null ? null : (Number(gross) + 0.01).toFixed(2));
  const benefits = figures.benefits.map((benefit) => ({ ...benefit, amount: { ...benefit.amount, gross: off(benefit.amount.gross) } }));
  const faults = await sumFaults(reader, BOARDS, { tenant: MIXED_TOWN, to: '2025-06', figures: { ...figures, benefits } });
  expect(faults.filter((fault) => fault.includes('Cashable · SEK, Realised to date'))).toHaveLength(1);
});
