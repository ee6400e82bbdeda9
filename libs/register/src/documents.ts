import type { Day } from '@hemtag/kernel';

/** Exact number as text: a decimal or a fraction. */
export type NumberText = string;
/** Text in one language, or texts by language. */
export type Title = string | Readonly<Record<string, string>>;

/** A document as a file gives it: valid field by field, everything that a file may leave out is absent. */
export interface GivenDocument {
  readonly apiVersion: 'hemtag/v1';
  readonly kind: DocumentKind;
  readonly metadata: { readonly tenant?: string | undefined; readonly name: string };
  readonly spec: object;
}

/** The end of an object. `from` is the first day on which it no longer counts. */
export interface Retirement {
  readonly from: Day;
  readonly reason: string;
}
interface Retirable {
  /** Set by `hemtag retire`, never by a manifest. */
  readonly retired?: Retirement;
}

export interface TenantSpec extends Retirable {
  readonly title: Title;
  readonly country: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly language: string;
  readonly population?: number;
  /** Hours a year below which freed time gets the warning THIN_SLICE; left out: no threshold. */
  readonly thinSliceHours?: NumberText;
}

export interface SourceSpec extends Retirable {
  readonly source: string;
  readonly title?: Title;
  readonly events?: 'record' | 'aggregate';
  readonly expectedEvery?: string;
  readonly dimensions?: readonly string[];
  /** Left out: true only where `events` are aggregates. */
  readonly acceptsAggregates?: boolean;
  /** The feed that is stored and never counts. */
  readonly reference?: 'events' | 'aggregates';
  /** Wildcard patterns of values whose bare digits are no identity numbers, by the place where they stand. */
  readonly safePatterns?: Readonly<Partial<Record<'id' | 'subject' | 'dimensions', readonly string[]>>>;
  readonly timeZone: string;
}

/** Of a dated entry: whether it replaced the one that was registered for its key before, and why it is as it is. */
export interface Reasoned {
  readonly corrects?: true;
  readonly reason?: string;
}

/** Half-open: `validTo` is the first day that no longer counts. Without it an entry holds until the next one begins. */
export interface Dated extends Reasoned {
  readonly validFrom: Day;
  readonly validTo?: Day;
}

export interface RateVersion extends Dated {
  readonly value: NumberText;
  readonly source?: string;
  readonly method?: string;
  readonly approvedBy?: string;
}
export interface RateSpec extends Retirable {
  readonly unit: string;
  /** Ascending by `validFrom`, without gaps. */
  readonly versions: readonly RateVersion[];
}

export type BenefitTypeName = 'FINANCIAL' | 'REDISTRIBUTED' | 'AVOIDANCE' | 'QUALITY' | 'ENVIRONMENT';
export type EvidenceName = 'UPPFOLJD' | 'BERAKNAD' | 'BEDOMD' | 'LANAD';
export type PhaseName = 'IDEA' | 'PREANALYSIS' | 'DEVELOPMENT' | 'IMPLEMENTATION' | 'OPERATION' | 'DECOMMISSIONED';

/** An empty or missing list means any, except `outcomes`: missing = success only. */
export interface Meter {
  /** Exact, or a prefix with a trailing `*`. */
  readonly subjects?: readonly string[];
  /** Names of Source objects of the tenant. */
  readonly sources?: readonly string[];
  readonly units?: readonly string[];
  readonly outcomes?: readonly string[];
  readonly channels?: readonly string[];
  readonly orgUnits?: readonly string[];
  readonly dimensions?: Readonly<Record<string, string | number | boolean>>;
  /** `quantity` (default) or `measures.NAME`. */
  readonly quantity?: string;
}

interface ValueEntry extends Dated {
  readonly approvedBy?: string;
}
export interface UnitValue extends ValueEntry {
  readonly formula: 'unit-value';
  readonly unitValue: NumberText;
}
/** `staff` is 1 where it is left out. */
export interface TimeSavedValue extends ValueEntry {
  readonly formula: 'time-saved';
  readonly minutes: NumberText;
  readonly staff?: number;
  readonly rate: string;
}
export interface AmountValue extends ValueEntry {
  readonly formula: 'amount';
}
export interface DistanceValue extends ValueEntry {
  readonly formula: 'distance';
  readonly perUnit: NumberText;
}
export interface EmissionValue extends ValueEntry {
  readonly formula: 'emission';
  readonly perUnit: NumberText;
  readonly factor: string;
}
export interface NativeValue extends ValueEntry {
  readonly formula: 'native';
  readonly perUnit: NumberText;
  readonly unit: string;
}
export type ValueVersion = UnitValue | TimeSavedValue | AmountValue | DistanceValue | EmissionValue | NativeValue;
export type FormulaName = ValueVersion['formula'];

export interface BaselineVersion extends Dated {
  readonly volumePerYear: NumberText;
  /** January first; empty or left out = twelve times 1. */
  readonly seasonality?: readonly NumberText[];
  readonly method?: string;
  readonly measuredFrom?: Day;
  readonly measuredTo?: Day;
  readonly sampleSize?: number;
  readonly source?: string;
  readonly approvedBy?: string;
}

export interface EstimateVersion extends Dated {
  readonly version: number;
  readonly annualVolume: NumberText;
  readonly seasonality?: readonly NumberText[];
  readonly rampUp?: { readonly per: 'month' | 'year'; readonly shares: readonly NumberText[] };
  readonly low?: NumberText;
  readonly likely?: NumberText;
  readonly high?: NumberText;
  readonly optimismBias?: NumberText;
  readonly priceYear?: number;
  /** Name of a Rate of unit 1. */
  readonly index?: string;
  readonly approvedBy?: string;
}

/** Left out: deadweight 0, attribution 1; `redeployable` has no default. */
export interface AdjustVersion extends Dated {
  readonly deadweight?: NumberText;
  readonly attribution?: NumberText;
  readonly redeployable?: NumberText;
  readonly approvedBy?: string;
}

/** Each of the tenants carries its share in its own initiative of the same name; the one in which it is written shares it out. */
export interface SharedBy {
  readonly key: 'population' | 'volume' | 'equal';
  readonly tenants: readonly string[];
}

export interface OneOffCost extends Reasoned {
  readonly name: string;
  readonly kind: 'ONE_OFF' | 'TRAINING' | 'INTERNAL_TIME';
  readonly amount: NumberText;
  readonly date: Day;
  readonly sharedBy?: SharedBy;
  readonly approvedBy?: string;
}
/** Exactly one of `perYear` and `perMonth`. Without `validFrom` it runs from the go-live on. */
export interface RunningCost extends Reasoned {
  readonly name: string;
  readonly kind: 'RUNNING' | 'PARALLEL_OPERATION';
  readonly perYear?: NumberText;
  readonly perMonth?: NumberText;
  readonly validFrom?: Day;
  readonly validTo?: Day;
  readonly sharedBy?: SharedBy;
  readonly approvedBy?: string;
}
export type Cost = OneOffCost | RunningCost;

/** A line of the realisation plan: undated, matched by name. */
export interface PlanLine {
  readonly name: string;
  readonly measure?: string;
  readonly responsibilityUnit?: string;
  readonly budgetYear?: number;
  readonly plannedAmount: NumberText;
  readonly plannedDate: Day;
  readonly decisionRef?: string;
}

export interface Benefit {
  readonly name: string;
  readonly title: Title;
  readonly type: BenefitTypeName;
  readonly polarity?: 'BENEFIT' | 'DISBENEFIT';
  readonly evidence: EvidenceName;
  /** Benefits of the same initiative, or INITIATIVE/BENEFIT of the same tenant. */
  readonly disjointFrom?: readonly string[];
  readonly meter: Meter;
  readonly potential?: Meter;
  readonly value?: readonly ValueVersion[];
  readonly baseline?: readonly BaselineVersion[];
  readonly cap?: 'none' | 'month' | 'year';
  /** Ascending by version. */
  readonly estimate?: readonly EstimateVersion[];
  readonly adjust?: readonly AdjustVersion[];
  readonly plan?: readonly PlanLine[];
}

export interface InitiativeSpec extends Retirable {
  readonly title: Title;
  readonly department?: string;
  readonly responsibilityUnit?: string;
  /** Goals of the municipality that it serves, each once; one text is one goal, in every initiative. */
  readonly goals?: readonly string[];
  readonly benefitOwner?: string;
  readonly controller?: string;
  readonly phase?: PhaseName;
  readonly goLive?: Day;
  readonly processChange?: Day;
  readonly maturityKl?: number;
  readonly currency: string;
  readonly netOf?: BenefitTypeName;
  /** What it costs not to do it, growing by the share `growth` (left out: 0) each year. */
  readonly inaction?: { readonly perYear: NumberText; readonly growth?: NumberText };
  readonly costs?: readonly Cost[];
  readonly benefits: readonly Benefit[];
}

export interface ReportRecipient {
  readonly role: string;
  readonly address: string;
  /** As initiatives name the benefit owner or the controller. */
  readonly knownAs?: string;
}

/** Which reports are made by themselves, when, and who gets them. */
export interface ReportPlanSpec extends Retirable {
  readonly title?: Title;
  /** Empty or left out: the whole tenant. */
  readonly departments?: readonly string[];
  readonly language?: 'sv' | 'en' | 'da' | 'no';
  readonly formats?: readonly ('pdf' | 'xlsx' | 'html' | 'json' | 'csv')[];
  /** Working days of the next month, counted from 1. */
  readonly preliminaryWorkingDay?: number;
  readonly finalWorkingDay?: number;
  readonly calendar?: 'SE' | 'DK' | 'NO';
  readonly recipients?: readonly ReportRecipient[];
  /** Names of targets that the report service knows. */
  readonly targets?: readonly string[];
}

interface DocumentOf<Kind extends string, Metadata, Spec> {
  readonly apiVersion: 'hemtag/v1';
  readonly kind: Kind;
  readonly metadata: Metadata;
  readonly spec: Spec;
}
interface Owned {
  readonly tenant: string;
  readonly name: string;
}
/** An object of the register as it stands after everything that was applied. */
export type TenantDocument = DocumentOf<'Tenant', { readonly name: string }, TenantSpec>;
export type SourceDocument = DocumentOf<'Source', Owned, SourceSpec>;
/** Without a tenant it is shared; a tenant's own Rate of the same name wins. */
export type RateDocument = DocumentOf<'Rate', { readonly tenant?: string; readonly name: string }, RateSpec>;
export type InitiativeDocument = DocumentOf<'Initiative', Owned, InitiativeSpec>;
export type ReportPlanDocument = DocumentOf<'ReportPlan', Owned, ReportPlanSpec>;
export type RegisterDocument = TenantDocument | SourceDocument | RateDocument | InitiativeDocument | ReportPlanDocument;
export type DocumentKind = RegisterDocument['kind'];

interface Identified {
  readonly metadata: { readonly tenant?: string | undefined; readonly name: string };
}
/** The tenant that owns an object; null for a tenant itself and for a shared rate. */
export const tenantOf = (document: Identified): string | null => document.metadata.tenant ?? null;
