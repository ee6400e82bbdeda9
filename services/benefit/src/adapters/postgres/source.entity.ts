import { Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { TenantEntity } from './tenant.entity.js';

@Entity({ name: 'source' })
@Unique('source_uri_has_one_owner', ['source'])
export class SourceEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'source_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'source_pk' }) name!: string;
  @Column('text') source!: string;
  @Column('text', { array: true }) dimensions!: string[];
  @ManyToOne(() => TenantEntity)
  @JoinColumn({ name: 'tenant', referencedColumnName: 'tenant', foreignKeyConstraintName: 'source_tenant_fk' })
  owner!: TenantEntity;
}
