import type { ReportLanguage, ReportState } from '@hemtag/contracts';
import { Check, Column, Entity, Index, PrimaryColumn } from 'typeorm';

const PK = { primaryKeyConstraintName: 'statement_pk' };

@Entity({ name: 'statement' })
@Check('statement_period', `period ~ '^\\d{4}(-(0[1-9]|1[0-2])|-T[1-3]|-H[12])?$'`)
@Check('statement_state', `state IN ('PRELIMINARY', 'FINAL', 'ON_DEMAND')`)
@Check('statement_version', `(state = 'ON_DEMAND') = (version IS NULL) AND coalesce(version, 1) > 0`)
@Check('statement_snapshot', `(snapshot_hash IS NOT NULL) = (state <> 'ON_DEMAND' AND period ~ '^\\d{4}-(0[1-9]|1[0-2])$')`)
@Check('statement_month', `state <> 'PRELIMINARY' OR period ~ '^\\d{4}-(0[1-9]|1[0-2])$'`)
@Check('statement_reason', 'reason IS NULL OR version > 1')
@Check('statement_language', `language IN ('sv', 'en', 'da', 'no')`)
@Check('statement_fingerprint', `fingerprint = encode(sha256(content), 'hex')`)
@Index('statement_of_month', ['tenant', 'period', 'state', 'version', 'departments'], { unique: true, where: 'version IS NOT NULL' })
@Index('statement_on_demand', ['tenant', 'period', 'knownOn', 'departments'], { unique: true, where: 'version IS NULL' })
export class StatementEntity {
  @PrimaryColumn('text', PK) tenant!: string;
  @PrimaryColumn('text', PK) id!: string;
  @Column('text') period!: string;
  @Column('text') state!: ReportState;
  @Column('integer', { nullable: true }) version!: number | null;
  /** Sorted, each once; empty: the whole tenant. */
  @Column('text', { array: true, default: [] }) departments!: string[];
  @Column('text') fingerprint!: string;
  @Column('bytea', { select: false }) content!: Buffer;
  @Column('text') language!: ReportLanguage;
  @Column('timestamptz', { name: 'known_on' }) knownOn!: Date;
  @Column('text', { nullable: true }) reason!: string | null;
  @Column('text', { name: 'snapshot_hash', nullable: true }) snapshotHash!: string | null;
  @Column('timestamptz', { name: 'made_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) madeAt!: Date;
}
