import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'source_counter' })
@Check('source_counter_accepted_check', 'accepted >= 0')
@Check('source_counter_duplicate_check', 'duplicate >= 0')
@Check('source_counter_conflict_check', 'conflict >= 0')
@Check('source_counter_rejected_check', 'rejected >= 0')
@Check('source_counter_gateway_rejected_check', 'gateway_rejected >= 0')
export class SourceCounterEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('text')
  source!: string;

  @Column('bigint')
  accepted!: string;

  @Column('bigint')
  duplicate!: string;

  @Column('bigint')
  conflict!: string;

  @Column('bigint')
  rejected!: string;

  /** Refused by the gateway, beside those that came to the topic of events. */
  @Column('bigint', { name: 'gateway_rejected', default: () => "'0'" })
  gatewayRejected!: string;
}
