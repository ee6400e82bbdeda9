import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'source_hour' })
@Check('source_hour_whole', `hour = date_trunc('hour', hour, 'UTC')`)
@Check('source_hour_not_negative', 'least(accepted, duplicate, conflict, rejected, gateway_rejected) >= 0')
export class SourceHourEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'source_hour_pk' })
  tenant!: string;

  @PrimaryColumn('timestamptz', { primaryKeyConstraintName: 'source_hour_pk' })
  hour!: Date;

  @PrimaryColumn('text', { primaryKeyConstraintName: 'source_hour_pk' })
  source!: string;

  @Column('bigint')
  accepted!: string;

  @Column('bigint')
  duplicate!: string;

  @Column('bigint')
  conflict!: string;

  @Column('bigint')
  rejected!: string;

  @Column('bigint', { name: 'gateway_rejected' })
  gatewayRejected!: string;
}
