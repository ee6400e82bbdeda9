import {
  ReportBody, ReportIdParameter, ReportsQuery, ReportStatusQuery, type ReportRow, type ReportSignatures, type ReportsResponse, type ReportStatusResponse,
} from '@hemtag/contracts'; // prettier-ignore
import type { Clock } from '@hemtag/kernel';
import { readParameters } from '@hemtag/platform-http';
import { statementPeriod } from '@hemtag/statements';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import type { FilePorts } from '../../application/archive-rendition.js';
import { askReport } from '../../application/ask-report.js';
import type { BenefitSource } from '../../application/benefit-source.js';
import type { Archive, JobStore, TenantStore } from '../../application/ports.js';
import { readSignatures } from '../../application/read-signatures.js';
import { tenantOfReport } from '../../application/report-id.js';
import { ARCHIVE, BENEFIT_SOURCE, CLOCK, FILE_ARCHIVE, JOB_STORE, REPORT_RUNNER, TENANT_STORE } from '../../tokens.js';
import { askingBenefit, noPeriod, noReport, noTenant, problemOfAsking } from './report-problems.js';
import { jobRow, reportRow } from './report-rows.js';

/** `GET` and `POST /v1/reports`, `GET /v1/reports/status`, `GET /v1/reports/{id}/signatures`. */
@Controller('v1/reports')
export class ReportsController {
  constructor(
    @Inject(ARCHIVE) private readonly archive: Archive,
    @Inject(JOB_STORE) private readonly jobs: JobStore,
    @Inject(TENANT_STORE) private readonly tenants: TenantStore,
    @Inject(BENEFIT_SOURCE) private readonly source: BenefitSource,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(FILE_ARCHIVE) private readonly files: Pick<FilePorts, 'digest'>,
    @Inject(REPORT_RUNNER) private readonly runner: { wake(): void },
  ) {}

  @Get()
  async list(@Query() query: unknown): Promise<ReportsResponse> {
    const { tenant, period = null } = readParameters(ReportsQuery, query);
    if (period !== null && statementPeriod(period) === null) throw noPeriod();
    await this.requireTenant(tenant);
    return { tenant, reports: (await this.archive.reports(tenant, period)).map(reportRow) };
  }

  @Post()
  @HttpCode(200)
  async ask(@Body() body: unknown): Promise<ReportRow> {
    const { departments = [], ...asked } = readParameters(ReportBody, body);
    await this.requireTenant(asked.tenant);
    const { archive, jobs, source, runner, clock, files } = this;
    const report = await askReport({ ...asked, departments }, { archive, jobs, source, runner, clock, digest: files.digest });
    if (!report.ok) throw problemOfAsking(report.error);
    return reportRow(report.value);
  }

  @Get('status')
  async status(@Query() query: unknown): Promise<ReportStatusResponse> {
    const { tenant } = readParameters(ReportStatusQuery, query);
    await this.requireTenant(tenant);
    return { tenant, jobs: (await this.jobs.jobs(tenant)).map(jobRow) };
  }

  @Get(':id/signatures')
  async signatures(@Param() parameters: unknown): Promise<ReportSignatures> {
    const { id } = readParameters(ReportIdParameter, parameters);
    const tenant = tenantOfReport(id);
    const report = tenant === null ? null : await this.archive.report(tenant, id);
    if (report === null) throw noReport();
    return askingBenefit(() => readSignatures(report.statement, { source: this.source, archive: this.archive }));
  }

  /** An empty list of a tenant that there is not would pass for an answer. */
  private async requireTenant(tenant: string): Promise<void> {
    if (!(await this.tenants.has(tenant))) throw noTenant();
  }
}
