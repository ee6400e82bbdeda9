import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'rejection_allowance' })
export class RejectionAllowanceEntity {
  @PrimaryColumn('text')
  source!: string;

  @Column('timestamptz')
  until!: Date;

  @Column('text', { name: 'allowed_by' })
  allowedBy!: string;
}
