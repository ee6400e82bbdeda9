import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'reject_hour' })
@Check('reject_hour_whole', `hour = date_trunc('hour', hour, 'UTC')`)
@Check('reject_hour_origin', `origin IN ('ingestion', 'gateway')`)
@Check('reject_hour_positive', 'rejects > 0')
export class RejectHourEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'reject_hour_pk' })
  tenant!: string;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'reject_hour_pk' })
  hour!: Date;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'reject_hour_pk' })
  source!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'reject_hour_pk' })
  code!: string;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'reject_hour_pk' })
  origin!: string;

  @Column('bigint')
  rejects!: string;
}
