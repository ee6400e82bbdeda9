import { REPORT_CALENDARS, REPORT_PLAN_DAYS, type RegisterObject, type ReportFormat, type ReportLanguage } from '@hemtag/contracts';
import { isOneOf, localDayOf, type Instant } from '@hemtag/kernel';
import { sortedDepartments } from '@hemtag/statements';
import type { ReportPlan } from './plan-deliveries.js';
import { reportLanguage } from './report-language.js';

/** What a manifest of the kind ReportPlan may leave out. */
interface PlanSpec {
  readonly departments?: readonly string[];
  readonly language?: ReportLanguage;
  readonly formats?: readonly ReportFormat[];
  readonly preliminaryWorkingDay?: number;
  readonly finalWorkingDay?: number;
  readonly calendar?: ReportPlan['calendar'];
  readonly recipients?: ReportPlan['recipients'];
  readonly targets?: readonly string[];
}
interface TenantSpec {
  readonly country: string;
  readonly language: string;
  readonly timeZone: string;
}

const DEFAULTS = {
  departments: [],
  formats: ['pdf', 'xlsx'],
  ...REPORT_PLAN_DAYS,
  recipients: [],
  targets: [],
} as const satisfies PlanSpec;

/** The register has checked every document before it was stored. */
const specOf = <Spec>({ versions }: RegisterObject): Spec | undefined => (versions.at(-1)?.document as { readonly spec: Spec } | undefined)?.spec;

/** The plans that are in force, with what they leave out. A country without a calendar of its own gets the Swedish one. */
export function reportPlans(objects: readonly RegisterObject[], tenants: readonly RegisterObject[], now: Instant): readonly ReportPlan[] {
  const byName = new Map(tenants.map((tenant) => [tenant.name, specOf<TenantSpec>(tenant)]));
  return objects.flatMap((object): ReportPlan[] => {
    const tenant = object.tenant === null ? undefined : byName.get(object.tenant);
    const spec = specOf<PlanSpec>(object);
    const registered = object.versions[0]?.recordedAt;
    if (object.tenant === null || tenant === undefined || spec === undefined || registered === undefined) return [];
    if (object.retired !== null && object.retired.from <= localDayOf(now, tenant.timeZone)) return [];
    const country = isOneOf(REPORT_CALENDARS, tenant.country) ? tenant.country : 'SE';
    const { language = reportLanguage(tenant.language), calendar = country } = spec;
    const { departments: named, formats, preliminaryWorkingDay, finalWorkingDay, recipients, targets } = { ...DEFAULTS, ...spec };
    const [since, departments] = [Date.parse(registered), sortedDepartments(named)];
    return [{ tenant: object.tenant, name: object.name, since, departments, language, formats, preliminaryWorkingDay, finalWorkingDay, calendar, timeZone: tenant.timeZone, recipients, targets }]; // prettier-ignore
  });
}
