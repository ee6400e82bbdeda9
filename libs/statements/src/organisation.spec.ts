import { factsOf, type BenefitSpec, type InitiativeSpec } from '../test/facts.builder.js';
import type { StatementFacts } from './facts.js';
import { fingerprintText } from './fingerprint.js';
import { reconcileStatement } from './reconcile-statement.js';
import { faultText } from './statement-fault.js';
import { statementOf } from './statement-of.js';
import type { OrganisationGoal, Statement } from './statement.js';

function made(facts: StatementFacts): Statement {
  const result = statementOf(facts, (text) => `${text.length}`);
  if (!result.ok) throw new Error(result.error.map(faultText).join('\n'));
  return result.value;
}
const benefit = (name: string, terms: Partial<BenefitSpec>, estimated: string, gross: string): BenefitSpec => ({
  name,
  ...terms,
  rows: [{ month: '2026-03', quantity: { estimated: '10', counted: '9' }, amount: { estimated, gross } }],
});
const EASIER = 'Enklare vardag';
const CLIMATE = 'Klimatneutral 2030';
const INITIATIVES: readonly InitiativeSpec[] = [
  { name: 'post', goals: [EASIER, CLIMATE], startsIn: '2026-01', runningPerMonth: '10', benefits: [benefit('postage', {}, '50', '100/3')] },
  { name: 'trips', goals: [CLIMATE], benefits: [benefit('fuel', {}, '25', '100/3'), benefit('distance', { type: 'ENVIRONMENT', unit: 'km' }, '10', '12')] },
  { name: 'other', goals: [], benefits: [benefit('b', {}, '1000', '1000')] },
];
const facts = (initiatives: readonly InitiativeSpec[]): StatementFacts => factsOf({ period: '2026-03', initiatives });
const goalsOf = ({ organisation }: Statement): readonly OrganisationGoal[] => organisation.goals ?? [];

describe('goals', () => {
  const statement = made(facts(INITIATIVES));

  it('have everything of each initiative that serves them, in each of them as a whole, with rounding beside the sum', () => {
    const shown = goalsOf(statement).map(({ goal, initiatives, totals }) => [
      goal,
      initiatives.map(({ name }) => name),
      totals.map(({ type, unit, benefits, period }) => [type, unit, benefits, period.amounts.gross, period.rounding.gross, period.amounts.rate]),
    ]);
    // 33.33 of 50; 100/3 + 100/3 of 75 are 66.67 in lines of 33.33. The two goals share the 33.33 of post, so that they are more than the report's own 66.67.
    expect(shown).toEqual([
      [EASIER, ['post'], [['FINANCIAL', 'SEK', 1, '33.33', '0.00', '66.67']]],
      [CLIMATE, ['post', 'trips'], [['FINANCIAL', 'SEK', 2, '66.67', '0.01', '88.89'], ['ENVIRONMENT', 'km', 1, '12.00', '0.00', '120.00']]],
    ]); // prettier-ignore
    // 33.33 − 10 of running cost; trips has none.
    expect(goalsOf(statement).map(({ nets }) => nets.map(({ period }) => period.amounts.net))).toEqual([['23.33'], ['56.67']]);
  });

  it('are left out where no initiative names one, to the last byte', () => {
    const without = INITIATIVES.map(({ goals: _goals, ...rest }) => rest);
    expect(made(facts(without)).organisation).not.toHaveProperty('goals');
    const emptied = INITIATIVES.map((initiative) => ({ ...initiative, goals: [] }));
    expect(fingerprintText(made(facts(emptied)))).toBe(fingerprintText(made(facts(without))));
  });

  const changed = (change: (goals: readonly OrganisationGoal[]) => readonly OrganisationGoal[]): readonly string[] => {
    const organisation = { ...statement.organisation, goals: change(structuredClone(goalsOf(statement))) };
    return reconcileStatement({ ...statement, organisation }).map(faultText);
  };

  it('that are not their lines are refused, by name', () => {
    const more = (goal: OrganisationGoal): OrganisationGoal => JSON.parse(JSON.stringify(goal).replace('"66.67"', '"66.68"')) as OrganisationGoal;
    expect(changed((goals) => goals.map((goal) => (goal.goal === CLIMATE ? more(goal) : goal)))).toEqual([
      `${CLIMATE} FINANCIAL SEK: period.gross is 66.68, its lines give 66.67, a difference of 0.01; lines: post/postage, trips/fuel`,
    ]);
    expect(changed((goals) => goals.map((goal) => ({ ...goal, totals: goal.totals.slice(0, 1) })))).toEqual([expect.stringContaining('trips/distance')]);
    expect(changed(([first, ...rest]) => (first === undefined ? [] : [{ ...first, initiatives: [...first.initiatives, { name: 'nobody', title: {} }] }, ...rest]))).toEqual([
      expect.stringContaining('nobody'),
    ]); // prettier-ignore
    expect(changed((goals) => [...goals, ...goals.slice(0, 1)])).toEqual([expect.stringContaining(EASIER)]);
  });
});
