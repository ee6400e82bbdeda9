import { z } from 'zod';
import { MAX_DEPARTMENTS_CHARACTERS } from './limits.js';
import { REPORT_FORMATS, REPORT_LANGUAGES } from './manifests/report-plan-manifest.js';
import { pageLimit } from './page-limit.js';

const instant = z.string().meta({ description: 'RFC 3339 with offset' });
const departments = z.array(z.string()).readonly().meta({ description: 'sorted; empty: the whole tenant' });
const sha256 = z.string().meta({ description: 'SHA-256 in hexadecimal digits' });

/** What a statement is rendered to. JSON is the statement itself: its canonical bytes, in no language. */
export type ReportFormat = (typeof REPORT_FORMATS)[number];
export type ReportLanguage = (typeof REPORT_LANGUAGES)[number];
/** Of a preliminary month, of a closed one, or of any period whenever somebody asks. */
export const REPORT_STATES = ['PRELIMINARY', 'FINAL', 'ON_DEMAND'] as const;
export type ReportState = (typeof REPORT_STATES)[number];

/** What a file of a report is called, in a folder, a mail or a download; the JSON is in no language. */
export const reportFileName = ({ id, format, language }: { readonly id: string; readonly format: ReportFormat; readonly language: ReportLanguage }): string =>
  format === 'json' ? `${id}.json` : `${id}-${language}.${format}`;

export const REPORT_MEDIA_TYPES: Readonly<Record<ReportFormat, string>> = {
  pdf: 'application/pdf',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  html: 'text/html; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json',
};

export const ReportFileRow = z.strictObject({
  format: z.enum(REPORT_FORMATS),
  /** Null of JSON, which is in no language. */
  language: z.enum(REPORT_LANGUAGES).nullable(),
  fingerprint: sha256,
  bytes: z.int().nonnegative(),
  renderedAt: instant,
});
export type ReportFileRow = z.infer<typeof ReportFileRow>;

export const ReportRow = z.strictObject({
  id: z.string(),
  tenant: z.string(),
  /** A month, a tertial (`2026-T1`), a half year (`2026-H1`) or a year. */
  period: z.string(),
  departments,
  state: z.enum(REPORT_STATES),
  /** Of the month; null of a report on demand, which is told apart by its instant. */
  version: z.int().positive().nullable(),
  /** Of the statement's canonical JSON. */
  fingerprint: sha256,
  /** The instant as of which the figures were known. */
  knownOn: instant,
  madeAt: instant,
  /** Why the month was reopened, of a version above 1; else null. */
  reason: z.string().nullable(),
  /** Of what the month kept with its step; null of a report on demand. */
  snapshotHash: sha256.nullable(),
  /** In which the files are rendered without being asked for. */
  language: z.enum(REPORT_LANGUAGES),
  /** Those that are there; another language is rendered when it is first asked for, and kept. */
  files: z.array(ReportFileRow).readonly(),
});
export type ReportRow = z.infer<typeof ReportRow>;

/** `GET /v1/reports?tenant=&period=`: the newest first. */
export const ReportsQuery = z.strictObject({ tenant: z.string().min(1).max(100), period: z.string().min(1).max(20).optional() });
export const ReportsResponse = z.strictObject({ tenant: z.string(), reports: z.array(ReportRow).readonly() });
export type ReportsResponse = z.infer<typeof ReportsResponse>;

/** `POST /v1/reports`: the archived report of a closed or preliminary month, else one as known now. The answer is a `ReportRow`. */
export const ReportBody = z.strictObject({
  tenant: z.string().min(1).max(100),
  period: z.string().min(1).max(20),
  /** Only of these, by the names that initiatives have; left out or empty: of the whole tenant. */
  departments: z
    .array(z.string().min(1).max(MAX_DEPARTMENTS_CHARACTERS))
    .max(100)
    .refine((names) => names.join('').length <= MAX_DEPARTMENTS_CHARACTERS, `must have at most ${MAX_DEPARTMENTS_CHARACTERS} characters together`)
    .readonly()
    .optional(),
});
export type ReportBody = z.infer<typeof ReportBody>;

/** `GET /v1/reports/{file}?language=`, where the file is an id with a format: `SE-2281-2026-03-v1.pdf`. */
export const ReportFileParameter = z.strictObject({ file: z.string().min(1).max(200) });
export const ReportFileQuery = z.strictObject({ language: z.enum(REPORT_LANGUAGES, `must be one of ${REPORT_LANGUAGES.join(', ')}`).optional() });

export const ReportIdParameter = z.strictObject({ id: z.string().min(1).max(200) });
export const SIGNATURE_STEPS = ['confirmed', 'reviewed', 'approved'] as const;
/** `GET /v1/reports/{id}/signatures`: who signed what the report shows, up to now. What came after the report was made is beside it, never in it. */
export const ReportSignatures = z.strictObject({
  id: z.string(),
  tenant: z.string(),
  signatures: z
    .array(
      z.strictObject({
        step: z.enum(SIGNATURE_STEPS),
        by: z.string(),
        at: instant,
        /** Of an approval the month; else the figure. */
        of: z.string(),
        comment: z.string().nullable(),
        /** False where it was given after the instant as of which the report was made. */
        isInReport: z.boolean(),
      }),
    )
    .readonly(),
});
export type ReportSignatures = z.infer<typeof ReportSignatures>;

/** `GET /v1/reports/status?tenant=`: what is made and what is waiting or stuck, month by month. */
export const ReportStatusQuery = z.strictObject({ tenant: z.string().min(1).max(100) });
export const ReportStatusResponse = z.strictObject({
  tenant: z.string(),
  jobs: z
    .array(
      z.strictObject({
        id: z.string(),
        period: z.string(),
        departments,
        state: z.enum(REPORT_STATES),
        version: z.int().positive().nullable(),
        askedAt: instant,
        attempts: z.int().nonnegative(),
        /** `waiting` for its turn or its next attempt, `done`, or `refused`: it will not be tried again by itself. */
        progress: z.enum(['waiting', 'done', 'refused']),
        /** What went wrong last; null where nothing did. */
        fault: z.string().nullable(),
        doneAt: instant.nullable(),
      }),
    )
    .readonly(),
});
export type ReportStatusResponse = z.infer<typeof ReportStatusResponse>;

/** How something goes to its receiver. */
export const DELIVERY_CHANNELS = ['mail', 'folder', 'webhook', 's3'] as const;
export const DELIVERY_PROGRESS = ['waiting', 'handing-over', 'sent', 'failed', 'unknown', 'not-needed'] as const;
/**
 * Something that goes, or went, to one receiver. `unknown`: it was handed over and nobody answered, so that a person decides whether it is sent again. `not-needed`: a reminder
 * of which nothing was left when its turn came.
 */
export const DeliveryRow = z.strictObject({
  id: z.string(),
  what: z.enum(['report', 'closing-soon', 'late', 'approve']),
  /** Of a report its id, of a reminder the month, of one of approving the month and its version: `2026-03-v1`. */
  about: z.string(),
  plan: z.string(),
  channel: z.enum(DELIVERY_CHANNELS),
  /** A mail address, or the name of a target of the service. */
  receiver: z.string(),
  role: z.string().nullable(),
  progress: z.enum(DELIVERY_PROGRESS),
  attempts: z.int().nonnegative(),
  fault: z.string().nullable(),
  plannedAt: instant,
  endedAt: instant.nullable(),
});
export type DeliveryRow = z.infer<typeof DeliveryRow>;
/** `GET /v1/reports/deliveries?tenant=&limit=&cursor=`: the newest first; `next` goes into `cursor` and is null on the last page. */
export const DeliveriesQuery = z.strictObject({
  tenant: z.string().min(1).max(100),
  limit: pageLimit.optional(),
  cursor: z.string().min(1).max(200).optional(),
});
export const DeliveriesResponse = z.strictObject({ tenant: z.string(), deliveries: z.array(DeliveryRow).readonly(), next: z.string().nullable() });
export type DeliveriesResponse = z.infer<typeof DeliveriesResponse>;
/** `POST /v1/reports/deliveries/{id}/again?tenant=`: what failed or is unknown waits again. The answer is the `DeliveryRow`. */
export const DeliveryIdParameter = z.strictObject({ id: z.string().regex(/^[0-9a-f]{64}$/, 'must be the id of a delivery') });
