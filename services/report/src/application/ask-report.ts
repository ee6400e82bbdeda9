import { err, firstDay, ok, type Clock, type Result } from '@hemtag/kernel';
import { departmentsOf, sortedDepartments, statementPeriod } from '@hemtag/statements';
import { setTimeout as later } from 'node:timers/promises';
import { BenefitRefused, BenefitUnavailable, type BenefitSource } from './benefit-source.js';
import { departmentFault } from './department-fault.js';
import { planReport } from './plan-report.js';
import type { Archive, ArchivedReport, Digest, JobFault, JobStore, ReportJob } from './ports.js';
import { initiativeFacts } from './register-facts.js';

export interface AskPorts {
  readonly source: Pick<BenefitSource, 'periods' | 'register'>;
  readonly jobs: Pick<JobStore, 'ask' | 'job'>;
  readonly archive: Pick<Archive, 'report'>;
  readonly runner: { wake(): void };
  readonly clock: Clock;
  readonly digest: Digest;
  /** How long somebody waits for a report; 45,000 by default. */
  readonly patienceMs?: number;
}

export type AskRefusal =
  | { readonly kind: 'no-period' }
  | { readonly kind: 'not-begun' }
  | { readonly kind: 'no-department'; readonly detail: string }
  | { readonly kind: 'refused'; readonly fault: JobFault }
  /** It is being made, or waits for something; asking again goes on from there. */
  | { readonly kind: 'not-ready'; readonly detail: string };

const PATIENCE_MS = 45_000;
const LOOK_MS = 100;
const DAY_MS = 86_400_000;
const SECOND_MS = 1_000;

export interface Asked {
  readonly tenant: string;
  readonly period: string;
  /** In any order; empty: the whole tenant. */
  readonly departments: readonly string[];
}

/** A slip of somebody who asks leaves no job behind, which would be refused and stand in the status for ever. What there is already was asked for rightly. */
async function unknownDepartment({ tenant, id, departments, knownOn }: ReportJob, { source, jobs }: AskPorts): Promise<string | null> {
  if (departments.length === 0 || (await jobs.job(tenant, id)) !== null) return null;
  const objects = await source.register({ tenant, asKnownOn: knownOn, kind: 'initiative' });
  return departmentFault(departments, departmentsOf({ initiatives: objects.map((object) => initiativeFacts(object, null)) }));
}

/** The job of the report that the period has now. */
async function jobFor(asked: Asked, ports: AskPorts): Promise<Result<ReportJob, AskRefusal>> {
  const period = statementPeriod(asked.period);
  if (period === null) return err({ kind: 'no-period' });
  const now = ports.clock();
  // Nowhere does a day begin earlier than 14 hours before it begins in UTC.
  if (Date.parse(`${firstDay(period.from)}T00:00:00Z`) > now + DAY_MS) return err({ kind: 'not-begun' });
  try {
    const { periods } = await ports.source.periods({ tenant: asked.tenant, asKnownOn: null });
    // What is known is known to the second: the one that is running is waited for, so that the report has what was there when it was asked for.
    const departments = sortedDepartments(asked.departments);
    const planned = planReport({ tenant: asked.tenant, period, departments, now: Math.ceil(now / SECOND_MS) * SECOND_MS }, periods, ports.digest);
    if (planned.state === 'ON_DEMAND') await later(Math.max(0, planned.knownOn - now));
    const unknown = await unknownDepartment(planned, ports);
    return unknown === null ? ok(await ports.jobs.ask(planned)) : err({ kind: 'no-department', detail: unknown });
  } catch (error) {
    if (error instanceof BenefitUnavailable) return err({ kind: 'not-ready', detail: error.message });
    if (error instanceof BenefitRefused) return err({ kind: 'refused', fault: { code: error.code, detail: error.message } });
    throw error;
  }
}

/** The report of a period: fetched from the archive where it is there, else made, and waited for as long as somebody waits. */
export async function askReport(asked: Asked, ports: AskPorts): Promise<Result<ArchivedReport, AskRefusal>> {
  const planned = await jobFor(asked, ports);
  if (!planned.ok) return planned;
  const { tenant, id } = planned.value;
  ports.runner.wake();
  const patientUntil = ports.clock() + (ports.patienceMs ?? PATIENCE_MS);
  for (;;) {
    const job = await ports.jobs.job(tenant, id);
    if (job?.progress === 'refused' && job.fault !== null) return err({ kind: 'refused', fault: job.fault });
    if (job?.progress === 'done') {
      const report = await ports.archive.report(tenant, id);
      if (report !== null) return ok(report);
    }
    if (ports.clock() >= patientUntil) return err({ kind: 'not-ready', detail: job?.fault?.detail ?? 'the report is still being made' });
    await later(LOOK_MS);
  }
}
