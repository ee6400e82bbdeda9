import type { z } from 'zod';
import type { ConfirmationAnswer, ConfirmationsResponse, HarvestResponse, HarvestsResponse } from '../confirmations-api.js';
import type { FiguresResponse } from '../figures.js';
import type { RejectResponse, RejectsResponse, ReplayResponse, ResumeResponse, SourcesStatusResponse, VerifyResponse } from '../ingestion-api.js';
import type { KeptFiguresResponse, Period, PeriodChangesResponse, PeriodsResponse, PeriodStepResponse } from '../periods-api.js';
import type { IntakeResult, Problem } from '../problem.js';
import type { AppliedObject, ApplyResponse, RegisterResponse, WaitResponse } from '../register-api.js';
import type * as decisions from './decision-schemas.js';
import type * as figures from './figure-schemas.js';
import type * as intake from './intake-schemas.js';

/** The same shape with everything read-only and without names of types, so that two ways to write it are equal. */
type Plain<T> = T extends readonly (infer Item)[] ? readonly Plain<Item>[] : T extends object ? { readonly [Key in keyof T]: Plain<T[Key]> } : T;
type IsSame<A, B> = (<T>() => T extends Plain<A> ? 1 : 2) extends <T>() => T extends Plain<B> ? 1 : 2 ? true : false;
/** A schema describes a type where it infers exactly that; objects of any content are records in the schema. */
type Describes<Schema extends z.ZodType, Type> = IsSame<z.output<Schema>, Type>;

// Each line is judged by the compiler: a member that one side lacks makes it `false`, which is not `true`.
const described: readonly true[] = [
  true satisfies Describes<typeof figures.FiguresResponseSchema, FiguresResponse>,
  true satisfies Describes<typeof figures.ApplyResponseSchema, ApplyResponse>,
  true satisfies Describes<typeof figures.AppliedObjectSchema, AppliedObject>,
  true satisfies Describes<typeof figures.WaitResponseSchema, WaitResponse>,
  true satisfies IsSame<keyof z.output<typeof figures.RegisterResponseSchema>['objects'][number], keyof RegisterResponse['objects'][number]>,
  true satisfies Describes<typeof decisions.PeriodsResponseSchema, PeriodsResponse>,
  true satisfies Describes<typeof decisions.PeriodSchema, Period>,
  true satisfies Describes<typeof decisions.PeriodStepResponseSchema, PeriodStepResponse>,
  true satisfies Describes<typeof decisions.KeptFiguresResponseSchema, KeptFiguresResponse>,
  true satisfies Describes<typeof decisions.PeriodChangesResponseSchema, PeriodChangesResponse>,
  true satisfies Describes<typeof decisions.ConfirmationSchema, ConfirmationAnswer>,
  true satisfies Describes<typeof decisions.ConfirmationsResponseSchema, ConfirmationsResponse>,
  true satisfies Describes<typeof decisions.HarvestsResponseSchema, HarvestsResponse>,
  true satisfies Describes<typeof decisions.HarvestResponseSchema, HarvestResponse>,
  true satisfies IsSame<keyof z.output<typeof intake.ProblemSchema>, keyof Problem>,
  true satisfies Describes<typeof intake.IntakeResultSchema, IntakeResult>,
  true satisfies Describes<typeof intake.RejectsResponseSchema, RejectsResponse>,
  true satisfies Describes<typeof intake.RejectResponseSchema, RejectResponse>,
  true satisfies Describes<typeof intake.ReplayResponseSchema, ReplayResponse>,
  true satisfies Describes<typeof intake.SourcesStatusResponseSchema, SourcesStatusResponse>,
  true satisfies Describes<typeof intake.ResumeResponseSchema, ResumeResponse>,
  true satisfies Describes<typeof intake.VerifyResponseSchema, VerifyResponse>,
];

test('the schemas of the answers are the types that the services answer with', () => {
  expect(described.every((isDescribed) => isDescribed)).toBe(true);
});
