import { STEP_ROLES, type FigureRow, type Period } from '@hemtag/contracts';
import { isOneOf, type Month } from '@hemtag/kernel';
import { textIn, textsOf, type InitiativeFacts, type Language } from '@hemtag/statements';

/** What a plan says of somebody whom it reminds. */
export interface Reminded {
  readonly role: string;
  /** Null: of every initiative. */
  readonly knownAs: string | null;
  /** Empty: of all of them. */
  readonly departments: readonly string[];
}

/** A month as it stands now. */
export interface MonthFacts {
  readonly month: Month;
  /** Null where nobody has begun to close it. */
  readonly period: Pick<Period, 'state' | 'version' | 'log'> | null;
  readonly figures: readonly FigureRow[];
  readonly initiatives: readonly InitiativeFacts[];
}

/** A figure that waits for somebody. */
export interface OpenFigure {
  readonly id: string;
  /** Of the initiative and the benefit, in the language of the reminder. */
  readonly title: string;
  /** It was confirmed, and its amount has changed since. */
  readonly isChanged: boolean;
}

/** What is left to do in a month for whom a reminder is; empty and null where nothing is. */
export interface OpenSteps {
  /** He has a role without a step of its own, and the month is not closed. */
  readonly isGeneral: boolean;
  readonly confirm: readonly OpenFigure[];
  readonly review: readonly OpenFigure[];
  /** The controller's next step of the month. */
  readonly month: 'preliminary' | 'close' | null;
  readonly approve: 'now' | 'after-closing' | null;
}

/** Whether what the month keeps now is approved: what it kept before a reopening does not count. */
export const isApproved = ({ log }: Pick<Period, 'log'>): boolean => (log.at(-1)?.approvedBy ?? null) !== null;

/** Whether its final report went out, whatever became of the month since then. */
export const wasClosed = (period: Pick<Period, 'log'> | null): boolean => period?.log.some(({ state }) => state === 'CLOSED') ?? false;

type Named = 'benefitOwner' | 'controller';

/** Whether one of them looks after the initiative. */
const isFor = (reminded: readonly Reminded[], named: Named, initiative: InitiativeFacts | undefined): boolean =>
  reminded.some(
    ({ knownAs, departments }) =>
      (knownAs === null || initiative?.[named] === knownAs) && (departments.length === 0 || departments.includes(initiative?.department ?? '')),
  );

function titleOf({ initiative, benefit }: FigureRow, found: InitiativeFacts | undefined, language: Language): string {
  const title = found?.benefits.find(({ name }) => name === benefit)?.title ?? null;
  return `${textIn(textsOf(found?.title ?? null), language, initiative)} / ${textIn(textsOf(title), language, benefit)}`;
}

const canBeConfirmed = ({ kind, amount }: FigureRow): boolean => kind === 'ORIGINAL' && amount.gross !== null && amount.unit !== null;

/**
 * What is left of each step for somebody: the benefit owner confirms what has an amount and no confirmation of it, the controller reviews what is confirmed and brings the month
 * to its closing, the finance director approves. With the closing the final report has gone out, so that only the approval is left.
 */
export function openSteps(reminded: readonly Reminded[], { period, figures, initiatives }: MonthFacts, language: Language): OpenSteps {
  const of = (role: (typeof STEP_ROLES)[number]): readonly Reminded[] => reminded.filter((one) => one.role === role);
  const approvers = of('finance-director');
  if (period?.state === 'CLOSED') {
    return { isGeneral: false, confirm: [], review: [], month: null, approve: approvers.length > 0 && !isApproved(period) ? 'now' : null };
  }
  const byName = new Map(initiatives.map((initiative) => [initiative.name, initiative]));
  const open = (named: Named, whose: readonly Reminded[], isOpen: (row: FigureRow) => boolean): readonly OpenFigure[] =>
    figures
      .filter((row) => canBeConfirmed(row) && isOpen(row) && isFor(whose, named, byName.get(row.initiative)))
      .map((row) => ({ id: row.id, title: titleOf(row, byName.get(row.initiative), language), isChanged: row.confirmation?.isCurrent === false }));
  const controllers = of('controller');
  return {
    isGeneral: reminded.some(({ role }) => !isOneOf(STEP_ROLES, role)),
    confirm: open('benefitOwner', of('benefit-owner'), ({ confirmation }) => confirmation?.isCurrent !== true),
    review: open('controller', controllers, ({ confirmation }) => confirmation?.isCurrent === true && !confirmation.isReviewed),
    month: controllers.length === 0 ? null : period?.state === 'PRELIMINARY' ? 'close' : 'preliminary',
    approve: approvers.length > 0 ? 'after-closing' : null,
  };
}

export const isNothingOpen = ({ isGeneral, confirm, review, month, approve }: OpenSteps): boolean =>
  !isGeneral && confirm.length + review.length === 0 && month === null && approve === null;
