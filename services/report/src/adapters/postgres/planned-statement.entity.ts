import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn } from 'typeorm';
import { StatementEntity } from './statement.entity.js';

const PK = { primaryKeyConstraintName: 'planned_statement_pk' };

@Entity({ name: 'planned_statement' })
export class PlannedStatementEntity {
  @PrimaryColumn('text', PK) tenant!: string;
  @PrimaryColumn('text', PK) plan!: string;
  @PrimaryColumn('text', { ...PK, name: 'statement_id' }) statementId!: string;
  @Column('timestamptz', { name: 'planned_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) plannedAt!: Date;
  @ManyToOne(() => StatementEntity)
  @JoinColumn([
    { name: 'tenant', referencedColumnName: 'tenant', foreignKeyConstraintName: 'planned_statement_fk' },
    { name: 'statement_id', referencedColumnName: 'id', foreignKeyConstraintName: 'planned_statement_fk' },
  ])
  statement!: StatementEntity;
}
