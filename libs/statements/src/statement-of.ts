import { err, ok, type Result } from '@hemtag/kernel';
import { adjustmentFaults, exactAdjustments } from './adjustments.js';
import { benefitLines, initiativeLines } from './benefit-lines.js';
import { beyondMoneyOf } from './beyond-money.js';
import { chartsOf } from './charts.js';
import { compareStatements } from './compare-statements.js';
import { correctionsOf } from './corrections.js';
import { delayOf } from './delay.js';
import { deviationsOf } from './deviations.js';
import type { StatementFacts } from './facts.js';
import { headerOf, stateOf, type Digest } from './header.js';
import { methodOf } from './method.js';
import { organisationOf } from './organisation.js';
import { portfolioOf, type Portfolio } from './portfolio.js';
import { reconcileFacts } from './reconcile-facts.js';
import { reconcileStatement } from './reconcile-statement.js';
import { signOffOf } from './sign-off.js';
import type { StatementFault } from './statement-fault.js';
import type { Statement } from './statement.js';
import { summaryOf } from './summary.js';

function assemble(portfolio: Portfolio, adjustments: ReturnType<typeof exactAdjustments>, digest: Digest): Statement {
  const { facts } = portfolio;
  const sections = {
    schema: 'hemtag/statement/v1',
    header: headerOf(portfolio, digest),
    summary: summaryOf(portfolio),
    benefits: { lines: benefitLines(portfolio, stateOf(facts) === 'FINAL'), initiatives: initiativeLines(portfolio) },
    organisation: organisationOf(portfolio),
    charts: chartsOf(portfolio),
    beyondMoney: beyondMoneyOf(portfolio),
    delay: delayOf(portfolio),
    deviations: deviationsOf(portfolio),
    method: methodOf(portfolio),
    signOff: signOffOf(facts),
  } as const;
  const changes = facts.previous && compareStatements(facts.previous.statement, sections);
  return { ...sections, corrections: { ...correctionsOf(facts, adjustments), changes } };
}

/**
 * The statement of the facts: domain.md (e). Refused, with every contradiction named, where a printed number is not the exact one rounded, where a sum of the API is
 * not the exact sum of the rows, or where a total of the statement is not that of its lines. `digest` is SHA-256 in hexadecimal digits.
 */
export function statementOf(facts: StatementFacts, digest: Digest): Result<Statement, readonly StatementFault[]> {
  const joined = portfolioOf(facts);
  if (!joined.ok) return joined;
  const adjustments = exactAdjustments(joined.value);
  const faults = [...reconcileFacts(joined.value), ...adjustmentFaults(adjustments)];
  if (faults.length > 0) return err(faults);
  const statement = assemble(joined.value, adjustments, digest);
  const contradictions = reconcileStatement(statement);
  return contradictions.length === 0 ? ok(statement) : err(contradictions);
}
