import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'usage_volume_revision' })
@Check('usage_volume_revision_not_negative', 'quantity >= 0 AND events >= 0 AND revision > 0')
export class UsageVolumeRevisionEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'usage_volume_revision_pk' }) tenant!: string;
  @PrimaryColumn('uuid', { name: 'series_key', primaryKeyConstraintName: 'usage_volume_revision_pk' }) seriesKey!: string;
  @PrimaryColumn('date', { primaryKeyConstraintName: 'usage_volume_revision_pk' }) day!: string;
  @PrimaryColumn('bigint', { primaryKeyConstraintName: 'usage_volume_revision_pk' }) revision!: string;
  @Column('numeric') quantity!: string;
  @Column('bigint') events!: string;
  @Column('timestamptz', { name: 'recorded_at' }) recordedAt!: Date;
  /** Up to when the ledger of ingestion is in it. */
  @Column('timestamptz', { name: 'ledger_at', nullable: true }) ledgerAt!: Date | null;
}
