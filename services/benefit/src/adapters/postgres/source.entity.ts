import type { SourceSpec } from '@hemtag/register';
import { Check, Column, Entity, JoinColumn, ManyToOne, PrimaryColumn, Unique } from 'typeorm';
import { TenantEntity } from './tenant.entity.js';

@Entity({ name: 'source' })
@Check('source_reference', `reference IN ('events', 'aggregates')`)
@Unique('source_uri_has_one_owner', ['source'])
export class SourceEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'source_pk' }) tenant!: string;
  @PrimaryColumn('text', { primaryKeyConstraintName: 'source_pk' }) name!: string;
  @Column('text') source!: string;
  @Column('text', { array: true }) dimensions!: string[];
  @Column('boolean', { name: 'accepts_aggregates' }) acceptsAggregates!: boolean;
  @Column('text', { nullable: true }) reference!: 'events' | 'aggregates' | null;
  @Column('jsonb', { name: 'safe_patterns' }) safePatterns!: NonNullable<SourceSpec['safePatterns']>;
  @Column('text', { name: 'expected_every', nullable: true }) expectedEvery!: string | null;
  @ManyToOne(() => TenantEntity)
  @JoinColumn({ name: 'tenant', referencedColumnName: 'tenant', foreignKeyConstraintName: 'source_tenant_fk' })
  owner!: TenantEntity;
}
