import { z } from 'zod';
import { CaseQuery, CaseResponse } from '../business-case.js';
import { CompletenessQuery, CompletenessResponse } from '../completeness-api.js';
import { ExplanationQuery, ExplanationResponse } from '../explanation.js';
import { FigureSumQuery, FigureSumResponse } from '../figure-sum-api.js';
import {
  REPORT_MEDIA_TYPES, ReportBody, ReportFileParameter, ReportFileQuery, ReportIdParameter, ReportRow, ReportSignatures, ReportsQuery, ReportsResponse, ReportStatusQuery, ReportStatusResponse,
  DeliveriesQuery, DeliveriesResponse, DeliveryIdParameter, DeliveryRow,
} from '../reports-api.js'; // prettier-ignore
import { UsageEventsQuery, UsageEventsResponse } from '../usage-events-api.js';
import {
  ConfirmationSchema, ConfirmationsParameters, ConfirmationsResponseSchema, ConfirmBody, HarvestBody, HarvestResponseSchema, HarvestsResponseSchema, KeptFiguresParameters, KeptFiguresResponseSchema, KnownTenantParameters,
  MonthParameter, PeriodChangesParameters, PeriodChangesResponseSchema, PeriodSchema, PeriodsResponseSchema, PeriodStepBody, PeriodStepParameters, PeriodStepResponseSchema, ReviewBody, TenantParameter,
} from './decision-schemas.js'; // prettier-ignore
import { VerifyFiguresResponse, VerifyQuery } from '../verify-figures-api.js';
import { AppliedObjectSchema, ApplyResponseSchema, FiguresResponseSchema, RegisterResponseSchema, WaitResponseSchema } from './figure-schemas.js';
import {
  CloudEventSchema, IntakeResultSchema, RejectResponseSchema, RejectsResponseSchema, ReplayResponseSchema, ResumeResponseSchema, SourcesStatusResponseSchema,
  VerifyResponseSchema,
} from './intake-schemas.js'; // prettier-ignore
import {
  ApplyBody, ApplyParameters, FiguresParameters, RegisterKindParameter, RegisterObjectParameters, RegisterParameters, RejectsParameters, ReplayBody, ResumeBody, RetireBody, SourcesStatusParameters, WaitParameters,
} from './request-schemas.js'; // prettier-ignore

/** Media type and schema of a body. */
export type ApiBody = Readonly<Record<string, z.ZodType>>;

/** One public route of the gateway. */
/** Who answers behind the gateway. */
export type AnsweringService = 'gateway' | 'benefit' | 'ingestion' | 'report';

export interface ApiRoute {
  readonly service: AnsweringService;
  readonly method: 'get' | 'post';
  /** With parameters in braces, as OpenAPI writes them. */
  readonly path: string;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: { readonly path?: z.ZodObject; readonly query?: z.ZodObject };
  readonly body?: ApiBody;
  /** The answer where all is well; every other one is problem+json. */
  readonly answer: { readonly status: 200 | 202; readonly body: ApiBody };
  /** Statuses of problems that this route may answer with, besides 400 and 500. */
  readonly problems: readonly (401 | 403 | 404 | 409 | 413 | 415 | 422 | 429 | 503)[];
  /** Takes the name of the actor from a header. */
  readonly hasActor?: true;
  /** Answers 304 to whoever has the answer already. */
  readonly hasEntityTag?: true;
}

const json = (schema: z.ZodType): ApiBody => ({ 'application/json': schema });
const idOf = (what: string): z.ZodObject => z.strictObject({ id: z.string().min(1).meta({ description: what }) });
const cloudEvents: ApiBody = {
  'application/cloudevents+json': CloudEventSchema,
  'application/cloudevents-batch+json': z.array(CloudEventSchema).max(1_000),
  // Binary mode: the attributes are `ce-` headers, the body is the data.
  'application/json': z.unknown(),
};

/** Every public route. A test compares it with what the services answer. */
export const API_ROUTES: readonly ApiRoute[] = [
  {
    method: 'post', path: '/v1/events', service: 'gateway', operationId: 'sendEvents', summary: 'Send usage events: CloudEvents binary, structured or batch',
    body: cloudEvents, answer: { status: 202, body: json(IntakeResultSchema) }, problems: [413, 415, 422, 429, 503],
  },
  {
    method: 'post', path: '/v1/events/_echo', service: 'gateway', operationId: 'echoEvents', summary: 'Parse CloudEvents and nothing more; where it is on',
    body: cloudEvents,
    answer: { status: 200, body: { 'application/cloudevents+json': CloudEventSchema, 'application/cloudevents-batch+json': z.array(CloudEventSchema) } },
    problems: [404, 413, 415],
  },
  {
    method: 'get', path: '/v1/wait', service: 'gateway', operationId: 'waitForFigures', summary: 'Wait until everything accepted before is in the figures',
    parameters: { query: WaitParameters }, answer: { status: 200, body: json(WaitResponseSchema) }, problems: [503],
  },
  {
    method: 'post', path: '/v1/manifests', service: 'benefit', operationId: 'applyManifests', summary: 'Create or version what the manifests say, the whole set or nothing',
    parameters: { query: ApplyParameters }, body: json(ApplyBody), answer: { status: 200, body: json(ApplyResponseSchema) }, problems: [413, 422, 503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/register/{kind}', service: 'benefit', operationId: 'readRegister', summary: 'Register objects with all versions',
    parameters: { path: RegisterKindParameter, query: RegisterParameters }, answer: { status: 200, body: json(RegisterResponseSchema) }, problems: [503],
  },
  {
    method: 'get', path: '/v1/figures', service: 'benefit', operationId: 'readFigures', summary: 'What the usage gives, month by month',
    parameters: { query: FiguresParameters }, answer: { status: 200, body: json(FiguresResponseSchema) }, problems: [404, 503], hasEntityTag: true,
  },
  {
    method: 'get', path: '/v1/figures/{id}/explanation', service: 'benefit', operationId: 'explainFigure', summary: 'Everything that one figure depends on, and the figure recomputed from it',
    parameters: { path: idOf('of the figure, as the figures have it'), query: ExplanationQuery },
    answer: { status: 200, body: json(ExplanationResponse) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/register/{kind}/{name}/retirement', service: 'benefit', operationId: 'retireObject', summary: 'End a register object on a day',
    parameters: { path: RegisterObjectParameters }, body: json(RetireBody), answer: { status: 200, body: json(AppliedObjectSchema) }, problems: [404, 409, 422, 503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/periods', service: 'benefit', operationId: 'listPeriods', summary: 'Every month that somebody has begun to close',
    parameters: { query: KnownTenantParameters }, answer: { status: 200, body: json(PeriodsResponseSchema) }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/periods/{month}/figures', service: 'benefit', operationId: 'readKeptFigures', summary: 'The figures as a month kept them, in a version',
    parameters: { path: MonthParameter, query: KeptFiguresParameters }, answer: { status: 200, body: json(KeptFiguresResponseSchema) }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/periods/{month}/changes', service: 'benefit', operationId: 'readPeriodChanges', summary: 'What has changed since a month was last closed, of all that a benefit depends on',
    parameters: { path: MonthParameter, query: PeriodChangesParameters }, answer: { status: 200, body: json(PeriodChangesResponseSchema) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/periods/{month}/{step}', service: 'benefit', operationId: 'stepPeriod', summary: 'Set a month preliminary, close or reopen it',
    parameters: { path: PeriodStepParameters, query: TenantParameter }, body: json(PeriodStepBody), answer: { status: 200, body: json(PeriodStepResponseSchema) },
    problems: [403, 404, 409, 422, 503], hasActor: true,
  },
  {
    method: 'post', path: '/v1/periods/{month}/approve', service: 'benefit', operationId: 'approvePeriod', summary: 'Approve what a month kept',
    parameters: { path: MonthParameter, query: TenantParameter }, answer: { status: 200, body: json(PeriodSchema) }, problems: [403, 404, 409, 422, 503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/confirmations', service: 'benefit', operationId: 'listConfirmations', summary: 'What benefit owners confirmed',
    parameters: { query: ConfirmationsParameters }, answer: { status: 200, body: json(ConfirmationsResponseSchema) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/confirmations', service: 'benefit', operationId: 'confirmFigure', summary: 'Confirm a figure as its benefit owner',
    body: json(ConfirmBody), answer: { status: 200, body: json(ConfirmationSchema) }, problems: [403, 404, 409, 422, 503], hasActor: true,
  },
  {
    method: 'post', path: '/v1/confirmations/review', service: 'benefit', operationId: 'reviewFigure', summary: 'Review the newest confirmation of a figure as controller',
    body: json(ReviewBody), answer: { status: 200, body: json(ConfirmationSchema) }, problems: [403, 404, 409, 422, 503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/harvests', service: 'benefit', operationId: 'listHarvests', summary: 'What was taken out of budgets, by line and month',
    parameters: { query: KnownTenantParameters }, answer: { status: 200, body: json(HarvestsResponseSchema) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/harvests', service: 'benefit', operationId: 'harvestBenefit', summary: 'Say what a line of the plan took out of a budget in a month',
    parameters: { query: TenantParameter }, body: json(HarvestBody), answer: { status: 200, body: json(HarvestResponseSchema) }, problems: [404, 422, 503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/figures/sum', service: 'benefit', operationId: 'sumFigures', summary: 'One sum over benefits of one type, unit and currency, and its parts',
    parameters: { query: FigureSumQuery }, answer: { status: 200, body: json(FigureSumResponse) }, problems: [404, 422, 503],
  },
  {
    method: 'get', path: '/v1/case', service: 'benefit', operationId: 'readCase', summary: 'The business case of an initiative',
    parameters: { query: CaseQuery }, answer: { status: 200, body: json(CaseResponse) }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/completeness', service: 'benefit', operationId: 'readCompleteness', summary: 'What came from each source, day by day',
    parameters: { query: CompletenessQuery }, answer: { status: 200, body: json(CompletenessResponse) }, problems: [404, 503], hasEntityTag: true,
  },
  {
    method: 'get', path: '/v1/usage-events', service: 'ingestion', operationId: 'listUsageEvents', summary: 'The events behind the volumes of one series',
    parameters: { query: UsageEventsQuery }, answer: { status: 200, body: json(UsageEventsResponse) }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/rejects', service: 'ingestion', operationId: 'listRejects', summary: 'Events that did not count, the newest first',
    parameters: { query: RejectsParameters }, answer: { status: 200, body: json(RejectsResponseSchema) }, problems: [503],
  },
  {
    method: 'get', path: '/v1/rejects/{id}', service: 'ingestion', operationId: 'showReject', summary: 'One event that did not count, with its record',
    parameters: { path: idOf('of the reject') }, answer: { status: 200, body: json(RejectResponseSchema) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/rejects/replay', service: 'ingestion', operationId: 'replayRejects', summary: 'Send rejected events again after a fix',
    body: json(ReplayBody), answer: { status: 200, body: json(ReplayResponseSchema) }, problems: [503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/sources/status', service: 'ingestion', operationId: 'readSourcesStatus', summary: 'Last event, rhythm, lag and counts of each source',
    parameters: { query: SourcesStatusParameters }, answer: { status: 200, body: json(SourcesStatusResponseSchema) }, problems: [503],
  },
  {
    method: 'post', path: '/v1/sources/resume', service: 'ingestion', operationId: 'resumeSource', summary: "Let a source's rejects through without holding its partitions",
    body: json(ResumeBody), answer: { status: 200, body: json(ResumeResponseSchema) }, problems: [404, 503], hasActor: true,
  },
  {
    method: 'get', path: '/v1/verify', service: 'ingestion', operationId: 'verifyLedger', summary: 'Recompute the volumes from the ledger and compare',
    parameters: { query: VerifyQuery }, answer: { status: 200, body: json(VerifyResponseSchema) }, problems: [429, 503],
  },
  {
    method: 'get', path: '/v1/verify/figures', service: 'benefit', operationId: 'verifyFigures', summary: 'Recompute every figure from its parts and compare',
    parameters: { query: VerifyQuery }, answer: { status: 200, body: json(VerifyFiguresResponse) }, problems: [404, 429, 503],
  },
  {
    method: 'get', path: '/v1/reports', service: 'report', operationId: 'listReports', summary: 'Every report that was made, with its files and their fingerprints',
    parameters: { query: ReportsQuery }, answer: { status: 200, body: json(ReportsResponse) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/reports', service: 'report', operationId: 'makeReport', summary: 'The report of a month, a tertial, a half year or a year; made where it is not there',
    body: json(ReportBody), answer: { status: 200, body: json(ReportRow) }, problems: [404, 409, 422, 429, 503],
  },
  {
    method: 'get', path: '/v1/reports/status', service: 'report', operationId: 'readReportStatus', summary: 'What is made, what is waiting and what is stuck',
    parameters: { query: ReportStatusQuery }, answer: { status: 200, body: json(ReportStatusResponse) }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/reports/deliveries', service: 'report', operationId: 'listDeliveries', summary: 'What goes, or went, to whom, and what became of it',
    parameters: { query: DeliveriesQuery }, answer: { status: 200, body: json(DeliveriesResponse) }, problems: [404, 503],
  },
  {
    method: 'post', path: '/v1/reports/deliveries/{id}/again', service: 'report', operationId: 'deliverAgain', summary: 'Send again what failed, or of which nobody knows whether it arrived',
    parameters: { path: DeliveryIdParameter, query: TenantParameter }, answer: { status: 200, body: json(DeliveryRow) }, problems: [404, 409, 503],
  },
  {
    method: 'get', path: '/v1/reports/{file}', service: 'report', operationId: 'readReportFile', summary: 'One file of a report, byte for byte as it was archived',
    parameters: { path: ReportFileParameter, query: ReportFileQuery },
    answer: { status: 200, body: Object.fromEntries(Object.values(REPORT_MEDIA_TYPES).map((type) => [type, z.unknown()])) }, problems: [404, 503], hasEntityTag: true,
  },
  {
    method: 'get', path: '/v1/reports/{id}/export', service: 'report', operationId: 'exportReportRows', summary: 'One value to a row, for tools that follow goals and plans',
    parameters: { path: ReportIdParameter }, answer: { status: 200, body: { 'text/csv': z.string() } }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/reports/{id}/signatures', service: 'report', operationId: 'listReportSignatures', summary: 'Who confirmed, reviewed and approved what a report shows, up to now',
    parameters: { path: ReportIdParameter }, answer: { status: 200, body: json(ReportSignatures) }, problems: [404, 503],
  },
  {
    method: 'get', path: '/v1/openapi.json', service: 'gateway', operationId: 'describeApi', summary: 'This description', hasEntityTag: true,
    answer: { status: 200, body: json(z.looseObject({ openapi: z.string() })) }, problems: [],
  },
]; // prettier-ignore
