import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'tenant' })
export class TenantEntity {
  @PrimaryColumn('text', { primaryKeyConstraintName: 'tenant_pk' }) tenant!: string;
  @Column('text', { name: 'time_zone' }) timeZone!: string;
  @Column('text') currency!: string;
}
