import { z } from 'zod';
import { MAX_DEPARTMENTS_CHARACTERS } from '../limits.js';
import * as scalar from './manifest-scalars.js';

export const REPORT_LANGUAGES = ['sv', 'en', 'da', 'no'] as const;
export const REPORT_FORMATS = ['pdf', 'xlsx', 'html', 'csv', 'json'] as const;
/** Countries whose public holidays a plan can follow. */
export const REPORT_CALENDARS = ['SE', 'DK', 'NO'] as const;

/** Whoever has one of these roles is reminded of his own step only: confirming, reviewing and closing, approving. Any other role is reminded of the whole. */
export const STEP_ROLES = ['benefit-owner', 'controller', 'finance-director'] as const;

/** Working days of the next month on which a plan that names none has its reports due. */
export const REPORT_PLAN_DAYS = { preliminaryWorkingDay: 3, finalWorkingDay: 8 } as const;

/** Who gets the report and is reminded of it. */
const recipient = scalar.closed({
  role: scalar.text,
  address: scalar.mailAddress,
  /** Of a benefit owner or a controller: as initiatives name him in `benefitOwner` or `controller`; he is reminded of theirs only. */
  knownAs: scalar.text.optional(),
});

/** Which reports are made by themselves, when, and who gets them. */
export const ReportPlanManifest = scalar.closed({
  apiVersion: z.literal('hemtag/v1'),
  kind: z.literal('ReportPlan'),
  metadata: scalar.closed({ tenant: scalar.tenantName, name: scalar.name }),
  spec: scalar.closed({
    title: scalar.title.optional(),
    /** The report is of these only, by the names that initiatives have; left out or empty: of the whole tenant. */
    departments: scalar
      .listOf(scalar.text)
      .refine((names) => names.join('').length <= MAX_DEPARTMENTS_CHARACTERS, { error: `must have at most ${MAX_DEPARTMENTS_CHARACTERS} characters together` })
      .optional(),
    /** Left out: that of the tenant where the report speaks it, else English. */
    language: scalar.oneOf(REPORT_LANGUAGES).optional(),
    formats: scalar.listOf(scalar.oneOf(REPORT_FORMATS)).optional(),
    /** Working day of the next month on which the month is due as preliminary; left out: that of REPORT_PLAN_DAYS. */
    preliminaryWorkingDay: scalar.workingDay.optional(),
    /** Working day of the next month on which the month is due as final; left out: that of REPORT_PLAN_DAYS. */
    finalWorkingDay: scalar.workingDay.optional(),
    /** Whose public holidays are no working days; left out: the tenant's country. */
    calendar: scalar.oneOf(REPORT_CALENDARS).optional(),
    recipients: scalar.listOf(recipient).optional(),
    /** Folders, buckets and webhooks by the names under which the report service knows them: an address or a secret never stands in a manifest. */
    targets: scalar.listOf(scalar.name).optional(),
  }),
});
export type ReportPlanManifest = z.infer<typeof ReportPlanManifest>;
