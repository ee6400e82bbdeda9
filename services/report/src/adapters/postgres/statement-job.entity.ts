import type { ReportState } from '@hemtag/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const PK = { primaryKeyConstraintName: 'statement_job_pk' };

@Entity({ name: 'statement_job' })
@Check('statement_job_state', `state IN ('PRELIMINARY', 'FINAL', 'ON_DEMAND')`)
@Check('statement_job_version', `(state = 'ON_DEMAND') = (version IS NULL)`)
@Check('statement_job_snapshot', `(snapshot_hash IS NOT NULL) = (state <> 'ON_DEMAND' AND period ~ '^\\d{4}-(0[1-9]|1[0-2])$')`)
@Check('statement_job_progress', `progress IN ('waiting', 'done', 'refused') AND (progress = 'done') = (done_at IS NOT NULL)`)
@Check('statement_job_lease', '(lease IS NULL) = (leased_until IS NULL)')
@Check('statement_job_fault', '(fault IS NULL) = (fault_code IS NULL)')
@Index('statement_job_on_demand', ['tenant', 'period', 'departments'], { unique: true, where: `state = 'ON_DEMAND' AND progress = 'waiting'` })
@Index('statement_job_waiting', ['dueAt'], { where: `progress = 'waiting'` })
@Index('statement_job_open', ['progress', 'askedAt'], { where: `progress <> 'done'` })
export class StatementJobEntity {
  @PrimaryColumn('text', PK) tenant!: string;
  @PrimaryColumn('text', PK) id!: string;
  @Column('text') period!: string;
  @Column('text') state!: ReportState;
  @Column('integer', { nullable: true }) version!: number | null;
  /** Sorted, each once; empty: the whole tenant. */
  @Column('text', { array: true, default: [] }) departments!: string[];
  @Column('timestamptz', { name: 'known_on' }) knownOn!: Date;
  @Column('text', { name: 'snapshot_hash', nullable: true }) snapshotHash!: string | null;
  @Column('timestamptz', { name: 'asked_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) askedAt!: Date;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('timestamptz', { name: 'due_at', default: () => 'clock_timestamp()' }) dueAt!: Date;
  @Column('uuid', { nullable: true }) lease!: string | null;
  @Column('timestamptz', { name: 'leased_until', nullable: true }) leasedUntil!: Date | null;
  @Column('text', { default: 'waiting' }) progress!: 'waiting' | 'done' | 'refused';
  @Column('text', { name: 'fault_code', nullable: true }) faultCode!: string | null;
  @Column('text', { nullable: true }) fault!: string | null;
  @Column('timestamptz', { name: 'done_at', nullable: true }) doneAt!: Date | null;
}
