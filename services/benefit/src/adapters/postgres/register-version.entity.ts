import { Column, CreateDateColumn, Check, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'register_version' })
@Check('register_version_kind', `kind IN ('Tenant', 'Source', 'Rate', 'Initiative', 'ReportPlan')`)
@Check('register_version_number', 'version > 0')
export class RegisterVersionEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'register_version_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'register_version_pk' }) kind!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'register_version_pk' }) name!: string;
  @PrimaryColumn('integer', { primaryKeyConstraintName: 'register_version_pk' }) version!: number;
  @Column('jsonb') document!: object;
  @Column('text') author!: string;
  @CreateDateColumn({ type: 'timestamptz', name: 'recorded_at', default: () => 'clock_timestamp()' }) recordedAt!: Date;
}
