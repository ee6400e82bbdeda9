import { BENEFIT_TYPES, EVIDENCE_LEVELS, type BenefitStatusRow, type CaseResponse, type RegisterObject } from '@hemtag/contracts';
import type { JsonValue } from '@hemtag/kernel';
import type { BenefitFacts, CaseFacts, EntryFacts, InitiativeFacts, RateFacts, TenantFacts, VersionFacts } from '@hemtag/statements';
import { PHASES } from '@hemtag/statements';
import { z } from 'zod';

/** What a report reads of the register's documents; everything else in them is of no interest to it. */
const Title = z.union([z.string(), z.record(z.string(), z.string())]);
const optionalText = z.string().nullish();
const Json = z.custom<JsonValue>((value) => value !== undefined);

const PlanLine = z.object({
  name: z.string(),
  measure: optionalText,
  responsibilityUnit: optionalText,
  budgetYear: z.int().nullish(),
  plannedAmount: z.string(),
  plannedDate: z.string(),
  decisionRef: optionalText,
});
const Benefit = z.object({
  name: z.string(),
  title: Title.nullish(),
  type: z.enum(BENEFIT_TYPES),
  polarity: z.enum(['BENEFIT', 'DISBENEFIT']).default('BENEFIT'),
  evidence: z.enum(EVIDENCE_LEVELS),
  cap: z.enum(['none', 'month', 'year']).default('none'),
  meter: Json.optional(),
  potential: Json.optional(),
  plan: z.array(PlanLine).default([]),
});
const InitiativeDocument = z.object({
  spec: z.object({
    title: Title.nullish(),
    department: optionalText,
    responsibilityUnit: optionalText,
    goals: z.array(z.string()).default([]),
    benefitOwner: optionalText,
    controller: optionalText,
    phase: z.enum(PHASES).nullish(),
    goLive: optionalText,
    processChange: optionalText,
    currency: z.string(),
    benefits: z.array(Benefit),
  }),
});
const RateDocument = z.object({ spec: z.object({ unit: z.string() }) });
const TenantDocument = z.object({
  spec: z.object({ title: Title.nullish(), country: optionalText, timeZone: z.string(), currency: z.string(), language: optionalText }),
});
const SourceDocument = z.object({ spec: z.object({ title: Title.nullish() }) });

const newestOf = ({ versions }: RegisterObject): object | undefined => versions.at(-1)?.document;

const versionsOf = ({ versions }: RegisterObject): VersionFacts[] =>
  versions.map(({ version, recordedAt, author, changes }) => ({ version, recordedAt, author, changes }));
// Entries are JSON of the register's own making.
const entriesOf = ({ entries }: RegisterObject): EntryFacts[] => entries.map((entry) => ({ ...entry, content: entry.content as EntryFacts['content'] }));

function benefitFacts({ title, meter, potential, plan, ...benefit }: z.output<typeof Benefit>, statuses: readonly BenefitStatusRow[]): BenefitFacts {
  return {
    ...benefit,
    title: title ?? null,
    status: statuses.find((row) => row.benefit === benefit.name)?.status ?? 'DRAFT',
    meter: meter ?? null,
    potential: potential ?? null,
    plan: plan.map(({ name, measure, responsibilityUnit, budgetYear, plannedAmount, plannedDate, decisionRef }) => ({
      name,
      measure: measure ?? null,
      responsibilityUnit: responsibilityUnit ?? null,
      budgetYear: budgetYear ?? null,
      plannedAmount,
      plannedDate,
      decisionRef: decisionRef ?? null,
    })),
  };
}

function caseFacts(found: CaseResponse): CaseFacts {
  const { type, discountRate, years, npv, roi, paybackMonths, realisedPaybackMonths, breakEvenShare, costOfDelayPerMonth, inaction } = found;
  return { type, discountRate, years, npv, roi, paybackMonths, realisedPaybackMonths, breakEvenShare, costOfDelayPerMonth, inaction };
}

export function initiativeFacts(object: RegisterObject, found: CaseResponse | null): InitiativeFacts {
  const { spec } = InitiativeDocument.parse(newestOf(object));
  return {
    name: object.name,
    title: spec.title ?? null,
    department: spec.department ?? null,
    responsibilityUnit: spec.responsibilityUnit ?? null,
    ...(spec.goals.length === 0 ? {} : { goals: spec.goals }),
    benefitOwner: spec.benefitOwner ?? null,
    controller: spec.controller ?? null,
    phase: spec.phase ?? null,
    goLive: spec.goLive ?? null,
    processChange: spec.processChange ?? null,
    currency: spec.currency,
    retiredFrom: object.retired?.from ?? null,
    benefits: spec.benefits.map((benefit) => benefitFacts(benefit, object.statuses ?? [])),
    versions: versionsOf(object),
    entries: entriesOf(object),
    case: found && caseFacts(found),
  };
}

export function rateFacts(object: RegisterObject): RateFacts {
  return { name: object.name, unit: RateDocument.parse(newestOf(object)).spec.unit, versions: versionsOf(object), entries: entriesOf(object) };
}

/** A tenant's own rate wins over a shared one of the same name. */
export function ratesInForce(objects: readonly RegisterObject[]): readonly RegisterObject[] {
  const byName = new Map<string, RegisterObject>();
  for (const object of objects) if (object.tenant !== null || !byName.has(object.name)) byName.set(object.name, object);
  return [...byName.values()];
}

export interface ReportingTenant {
  readonly facts: TenantFacts;
  /** As the manifest says it; null where it says nothing. */
  readonly language: string | null;
}

export function tenantFacts(object: RegisterObject): ReportingTenant {
  const { title, country, timeZone, currency, language } = TenantDocument.parse(newestOf(object)).spec;
  return { facts: { name: object.name, title: title ?? null, country: country ?? null, timeZone, currency }, language: language ?? null };
}

export const sourceTitle = (object: RegisterObject): z.output<typeof Title> | null => SourceDocument.parse(newestOf(object)).spec.title ?? null;
