import { firstDay, lastDay } from '@hemtag/kernel';
import type { ConfirmationFacts } from './facts.js';
import type { FigureFacts } from './figure-facts.js';
import { benefitKey, type Portfolio, type PortfolioBenefit } from './portfolio.js';
import type { DeviationLine, DeviationSection } from './statement.js';

/** What a confirmation says beside "yes, so it is". */
const saysSomething = ({ cause, comment, action, amount, ofGross }: ConfirmationFacts): boolean =>
  cause !== null || comment !== null || action !== null || amount !== ofGross;

function lineOf(said: ConfirmationFacts, of: PortfolioBenefit, figure: FigureFacts | undefined, lastDayOfPeriod: string): DeviationLine {
  return {
    figure: said.figure,
    month: said.month,
    ...of.names,
    type: of.benefit.type,
    unit: said.unit,
    estimated: figure?.amount.estimated ?? null,
    gross: figure?.amount.gross ?? null,
    rate: figure?.rate ?? null,
    confirmed: said.amount,
    isCurrent: figure?.confirmation?.isCurrent ?? false,
    cause: said.cause,
    comment: said.comment,
    action: said.action,
    due: said.due,
    isDue: said.due !== null && said.due <= lastDayOfPeriod,
    confirmedBy: said.confirmedBy,
  };
}

/** 8. What was said of the period's figures, and actions of earlier ones that fall due in it or later. */
export function deviationsOf({ facts, benefits }: Portfolio): DeviationSection {
  const { period } = facts;
  const [first, last] = [firstDay(period.from), lastDay(period.to)];
  const byKey = new Map(benefits.map((of) => [benefitKey(of.period), of]));
  const figures = new Map(facts.figures.map((figure) => [figure.id, figure]));
  const isOpen = ({ month, action, due }: ConfirmationFacts): boolean => month < period.from && action !== null && due !== null && due >= first;
  const lines = facts.confirmations
    .filter((said) => (period.months.includes(said.month) && saysSomething(said)) || isOpen(said))
    .flatMap((said) => {
      const of = byKey.get(benefitKey(said));
      return of === undefined ? [] : [lineOf(said, of, figures.get(said.figure), last)];
    });
  const key = ({ initiative, benefit, month }: DeviationLine): string => `${initiative.name} ${benefit.name} ${month}`;
  return { lines: lines.sort((a, b) => (key(a) < key(b) ? -1 : 1)) };
}
