import type { ReportFormat, ReportLanguage } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';
import type { ReportKey } from './report-id.js';

/** SHA-256 in hexadecimal digits. */
export type Digest = (content: string | Uint8Array) => string;

/** What is rendered; JSON is the statement itself. */
export type RenderedFormat = Exclude<ReportFormat, 'json'>;
export const RENDERED_FORMATS = ['pdf', 'xlsx', 'html', 'csv'] as const satisfies readonly RenderedFormat[];

/** A statement as the archive has it, without its bytes. */
export interface StoredStatement extends ReportKey {
  readonly id: string;
  readonly fingerprint: string;
  /** In which it is rendered without being asked for. */
  readonly language: ReportLanguage;
  readonly reason: string | null;
  readonly snapshotHash: string | null;
  readonly madeAt: Instant;
}
export interface NewStatement extends Omit<StoredStatement, 'madeAt'> {
  /** Canonical JSON, UTF-8; the fingerprint is of these bytes. */
  readonly content: Uint8Array;
}
export interface StoredFile {
  readonly format: RenderedFormat;
  readonly language: ReportLanguage;
  readonly fingerprint: string;
  readonly bytes: number;
  readonly renderedAt: Instant;
}
export interface NewRendition {
  readonly tenant: string;
  readonly statementId: string;
  readonly format: RenderedFormat;
  readonly language: ReportLanguage;
  readonly fingerprint: string;
  readonly content: Uint8Array;
  readonly renderer: string;
}
export interface ArchivedBytes {
  readonly fingerprint: string;
  readonly content: Buffer;
}
export interface ArchivedReport {
  readonly statement: StoredStatement;
  /** Bytes of the canonical JSON. */
  readonly statementBytes: number;
  readonly files: readonly StoredFile[];
}

/** What was made, for ever: it is only added to, and what is there already stays as it is. */
export interface Archive {
  /** The newest first; null: of every period. */
  reports(tenant: string, period: string | null): Promise<readonly ArchivedReport[]>;
  report(tenant: string, id: string): Promise<ArchivedReport | null>;
  statementBytes(tenant: string, id: string): Promise<ArchivedBytes | null>;
  renditionBytes(tenant: string, rendition: Pick<NewRendition, 'statementId' | 'format' | 'language'>): Promise<ArchivedBytes | null>;
  /** Adds it where the claim still holds; false where it does not, and where the statement is there already. */
  addStatement(claim: Claim, statement: NewStatement): Promise<boolean>;
  /** Adds it where it is not there; resolves with whether it was added. */
  addRendition(rendition: NewRendition): Promise<boolean>;
}

/** A statement that is to be made. */
export interface ReportJob extends ReportKey {
  readonly id: string;
  /** Of what the month kept; null on demand. */
  readonly snapshotHash: string | null;
}
export interface JobFault {
  readonly code: string;
  readonly detail: string;
}
export interface StoredJob extends ReportJob {
  readonly askedAt: Instant;
  readonly attempts: number;
  readonly progress: 'waiting' | 'done' | 'refused';
  /** What went wrong last. */
  readonly fault: JobFault | null;
  readonly doneAt: Instant | null;
}
/** A job that this process works on until the lease ends. */
export interface Claim {
  readonly job: StoredJob;
  readonly lease: string;
}

export interface JobStore {
  /**
   * Adds the job where there is none with its id, or sets a refused one going again. Resolves with the job that makes the report: of an open period that is the one which
   * is still to be made for somebody else.
   */
  ask(job: ReportJob): Promise<ReportJob>;
  /** Adds the job where there is none with its id; one that was refused stays so. Resolves with whether it was added. */
  add(job: ReportJob): Promise<boolean>;
  jobs(tenant: string): Promise<readonly StoredJob[]>;
  job(tenant: string, id: string): Promise<StoredJob | null>;
  /** The job that has been due for longest, of those that nobody works on; null where there is none. Counts as an attempt. */
  claim(leaseMs: number): Promise<Claim | null>;
  /** False where somebody else has it by now. */
  extend(claim: Claim, leaseMs: number): Promise<boolean>;
  finish(claim: Claim): Promise<void>;
  /** It is tried again after the delay. */
  postpone(claim: Claim, next: { readonly delayMs: number; readonly fault: JobFault }): Promise<void>;
  /** It is not tried again by itself. */
  refuse(claim: Claim, fault: JobFault): Promise<void>;
  /**
   * Reports of preliminary and closed months that were refused and have no later version, or are not there ten minutes after their month was. Refused ones of some departments are counted where a
   * plan asks for them, because only that knows whether anybody still does.
   */
  overdue(): Promise<number>;
}

/** Turns an archived statement into the bytes of a file. The same statement gives the same bytes for as long as the version is the same. */
export interface Rendering {
  /** Of the program text that renders. */
  readonly version: string;
  /** `statement`: its canonical JSON. */
  render(request: {
    readonly statement: Uint8Array;
    readonly format: RenderedFormat;
    readonly language: ReportLanguage;
  }): Promise<{ readonly content: Uint8Array; readonly tookMs: number }>;
}

/** The register's tenants, as the benefit service publishes them. */
export interface TenantStore {
  has(tenant: string): Promise<boolean>;
}

/** A batch of the log of periods with its position, both stored in one transaction. */
export interface PeriodBatch {
  readonly topic: string;
  readonly partition: number;
  readonly epoch: bigint;
  readonly firstOffset: bigint;
  readonly nextOffset: bigint;
  readonly jobs: readonly ReportJob[];
}
export interface PeriodInbox {
  store(batch: PeriodBatch): Promise<void>;
}
