import * as fc from 'fast-check';
import { rational, sum } from '@hemtag/kernel';
import { aPortfolio } from '../test/any-portfolio.js';
import { factsOf, seriesR } from '../test/facts.builder.js';
import type { StatementFacts } from './facts.js';
import { fingerprintText } from './fingerprint.js';
import { reconcileStatement } from './reconcile-statement.js';
import { faultText } from './statement-fault.js';
import { statementOf } from './statement-of.js';
import type { Statement } from './statement.js';

const digest = (text: string): string => String(text.length);
const SETTINGS = { seed: 20261122, numRuns: 20 };
const PERIODS = fc.constantFrom('2026-03', '2026-T2', '2026-H1', '2026');
const someFacts = fc.tuple(PERIODS, aPortfolio).map(([period, initiatives]) => factsOf({ period, initiatives }));

function made(facts: StatementFacts): Statement {
  const result = statementOf(facts, digest);
  if (!result.ok) throw new Error(result.error.map(faultText).join('\n'));
  return result.value;
}

type Path = readonly (string | number)[];
/** Every number below some members, by its path. */
function numbersIn(value: unknown, wanted: (path: Path) => boolean, path: Path = []): Path[] {
  if (typeof value === 'string') return /^-?\d+(\.\d+|\/\d+)?$/.test(value) && wanted(path) ? [path] : [];
  if (value === null || typeof value !== 'object') return [];
  const members: [string | number, unknown][] = Array.isArray(value) ? value.map((of, index) => [index, of]) : Object.entries(value);
  return members.flatMap(([name, of]) => numbersIn(of, wanted, [...path, name]));
}

/** The same with the first digit of one number raised by one, 9 becoming 1. */
function withAnotherDigit<T>(value: T, path: Path): T {
  const copy = structuredClone(value);
  const [last = '', ...rest] = [...path].reverse();
  const parent = rest.reverse().reduce<Record<string | number, unknown>>((of, name) => of[name] as Record<string | number, unknown>, copy as never);
  parent[last] = (parent[last] as string).replace(/\d/, (digit) => (digit === '9' ? '1' : String(Number(digit) + 1)));
  return copy;
}

const pick = <T>(items: readonly T[], nth: number): T => items[nth % items.length] as T;

describe('facts', () => {
  it('that agree give a statement that agrees, whatever they are', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const statement = made(facts);
        expect(reconcileStatement(statement)).toEqual([]);
        for (const total of statement.summary.totals) {
          const lines = statement.benefits.lines.filter(({ type, unit }) => type === total.type && unit === total.unit);
          const gross = sum(lines.flatMap(({ period }) => (period.gross === null ? [] : [rational(period.gross)])));
          expect(gross.add(rational(total.period.rounding.gross ?? '0')).equals(rational(total.period.amounts.gross ?? '0'))).toBe(true);
        }
      }),
      SETTINGS,
    );
  });

  it('with one digit changed are refused', () => {
    // What the API says once only, or of which the exact numbers stand elsewhere, cannot contradict itself.
    const isTwice = (path: Path): boolean =>
      (path[0] === 'figures' || path[0] === 'sums') && !path.includes('month') && !['id', 'from', 'to', 'adoption'].some((name) => path.includes(name));
    fc.assert(
      fc.property(someFacts, fc.nat(), (facts, nth) => {
        const path = pick(numbersIn(facts, isTwice), nth);
        const result = statementOf(withAnotherDigit(facts, path), digest);
        if (result.ok) throw new Error(`not refused: ${path.join('.')}`);
      }),
      { ...SETTINGS, numRuns: 60 },
    );
  });

  it('that contradict each other are refused with the total, its lines and the difference', () => {
    const facts = factsOf({ period: '2026-03', initiatives: [seriesR] });
    const [benefit, ...others] = facts.sums.yearToDate.benefits;
    if (benefit === undefined) throw new Error('no sum');
    const raised = {
      ...benefit,
      amount: { ...benefit.amount, gross: '257251.00' },
      exact: { ...benefit.exact, amount: { ...benefit.exact.amount, gross: '257251' } },
    };
    const result = statementOf({ ...facts, sums: { ...facts.sums, yearToDate: { ...facts.sums.yearToDate, benefits: [raised, ...others] } } }, digest);
    expect(result.ok ? [] : result.error.map(faultText)).toContain(
      'digital-post/postage 2026-01 to 2026-03: amount.gross is 257251.00, its lines give 257250.00, a difference of 1.00; lines: SE-2281:digital-post:postage:2026-01, SE-2281:digital-post:postage:2026-02, SE-2281:digital-post:postage:2026-03',
    );
  });

  it('about something that is not in the register, or of another range, are refused', () => {
    const facts = factsOf({ period: '2026-03', initiatives: [seriesR] });
    const unknown = statementOf({ ...facts, initiatives: [] }, digest);
    expect(unknown.ok ? [] : unknown.error).toContainEqual({ code: 'NOT_IN_REGISTER', where: 'digital-post/postage' });
    const april = factsOf({ period: '2026-04', initiatives: [seriesR] });
    const other = statementOf({ ...facts, sums: april.sums }, digest);
    expect(other.ok ? [] : other.error).toContainEqual({
      code: 'WRONG_RANGE',
      where: 'sums.period',
      expected: '2026-03 to 2026-03',
      found: '2026-04 to 2026-04',
    });
  });
});

describe('a statement', () => {
  it('with one digit changed in a line or a total no longer agrees', () => {
    const isAdded = (path: Path): boolean => {
      const last = path.at(-1);
      const isLine = path[0] === 'benefits' && path[1] === 'lines' && (path[3] === 'period' || path[3] === 'yearToDate');
      const isTotal = path[0] === 'summary' && path[1] === 'totals' && (path[3] === 'period' || path[3] === 'yearToDate');
      const isGoal = path[0] === 'organisation' && path[1] === 'goals' && path[3] === 'totals' && (path[5] === 'period' || path[5] === 'yearToDate');
      return (isLine || isTotal || isGoal) && last !== 'rate';
    };
    fc.assert(
      fc.property(someFacts, fc.nat(), (facts, nth) => {
        const statement = made(facts);
        const [unit] = statement.summary.totals;
        const paths = numbersIn(statement, isAdded);
        if (unit === undefined || paths.length === 0) return;
        const path = pick(paths, nth);
        if (reconcileStatement(withAnotherDigit(statement, path)).length === 0) throw new Error(`not noticed: ${path.join('.')}`);
      }),
      { ...SETTINGS, numRuns: 40 },
    );
  });

  it('is the same text for the same facts, and only for them', () => {
    const facts = factsOf({ period: '2026-03', initiatives: [seriesR] });
    const text = fingerprintText(made(facts));
    expect(fingerprintText(made(structuredClone(facts)))).toBe(text);
    expect(fingerprintText(JSON.parse(text) as Statement)).toBe(text);
    expect(fingerprintText(made({ ...facts, version: 2 }))).not.toBe(text);
  });

  it('calls nothing a saving but confirmed amounts of FINANCIAL and AVOIDANCE in money', () => {
    fc.assert(
      fc.property(someFacts, (facts) => {
        const statement = made(facts);
        for (const line of [...statement.benefits.lines, ...statement.summary.totals]) {
          const isSaving = (line.type === 'FINANCIAL' || line.type === 'AVOIDANCE') && line.unit === 'SEK';
          const confirmed = 'amounts' in line.period ? line.period.amounts.confirmed : line.period.confirmed;
          expect(line.calledSaving?.period ?? null).toBe(isSaving ? confirmed : null);
          if (!isSaving) expect(line.calledSaving).toBeNull();
        }
      }),
      SETTINGS,
    );
  });
});

it('makes a statement of 10 000 benefits in seconds', () => {
  const benefits = Array.from({ length: 10_000 }, (_, index) => index);
  const initiatives = benefits.map((index) => ({
    name: `i${index}`,
    runningPerMonth: '100/3',
    startsIn: '2026-01',
    department: `department ${index % 40}`,
    benefits: [
      {
        name: 'b',
        rows: ['2026-01', '2026-02', '2026-03'].map((month) => ({
          month,
          quantity: { estimated: '10', counted: '9' },
          amount: { estimated: `${index}/7`, gross: `${index}/9` },
        })),
      },
    ],
  }));
  const facts = factsOf({ period: '2026-03', initiatives });
  // Time of the processor, because others may use it as well.
  const started = process.cpuUsage().user;
  const { summary } = made(facts);
  expect(process.cpuUsage().user - started).toBeLessThan(20_000_000);
  // Σ 0..9999 = 49 995 000; a ninth of it is 5 555 000.
  expect(summary.totals[0]?.period.amounts.gross).toBe('5555000.00');
}, 120_000);
