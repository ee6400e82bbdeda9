import type { Day, Month } from '@hemtag/kernel';
import type {
  AdjustmentCause,
  BenefitStatus,
  BenefitType,
  DeviationCause,
  EvidenceLevel,
  FigureReason,
  FigureState,
  ForecastMethod,
  InitiativeWarning,
  Language,
  Phase,
  PlanStanding,
  SignOffStep,
  StatementPeriod,
  StatementState,
} from '@hemtag/statements';
import type { Phrases } from './words/phrases.js';

/** Everything that is said in a language: phrases of the page, words of codes, numbers and dates. */
export interface Wording {
  readonly language: Language;
  readonly phrases: Phrases;
  /** An exact decimal with so many decimals. */
  number(value: string, decimals: number): string;
  day(day: Day): string;
  /** June 2026 */
  month(month: Month): string;
  /** jun */
  shortMonth(month: Month): string;
  /** Day and time in the tenant's zone. */
  instant(instant: string, timeZone: string): string;
  period(period: StatementPeriod): string;
  type(code: BenefitType): string;
  evidence(code: EvidenceLevel): string;
  status(code: BenefitStatus): string;
  figureState(code: FigureState): string;
  statementState(code: StatementState): string;
  cause(code: DeviationCause): string;
  reason(code: FigureReason): string;
  initiativeWarning(code: InitiativeWarning): string;
  phase(code: Phase): string;
  standing(code: PlanStanding): string;
  adjustmentCause(code: AdjustmentCause): string;
  step(code: SignOffStep['step']): string;
  forecastMethod(code: ForecastMethod): string;
}
