import type { ReportFormat, ReportLanguage } from '@hemtag/contracts';
import { Check, Column, Entity, Index, PrimaryColumn, Unique } from 'typeorm';
import type { Delivered, DeliveryChannel, DeliveryProgress } from '../../application/delivery-ports.js';

const PK = { primaryKeyConstraintName: 'delivery_pk' };

@Entity({ name: 'delivery' })
@Unique('delivery_once', ['tenant', 'what', 'about', 'channel', 'receiver'])
@Check('delivery_what', `what IN ('report', 'closing-soon', 'late', 'approve')`)
@Check('delivery_channel', `channel IN ('mail', 'folder', 'webhook', 's3')`)
@Check('delivery_progress', `progress IN ('waiting', 'handing-over', 'sent', 'failed', 'unknown', 'not-needed')`)
@Check('delivery_ended', `(progress IN ('sent', 'failed', 'unknown', 'not-needed')) = (ended_at IS NOT NULL)`)
@Check('delivery_lease', '(lease IS NULL) = (leased_until IS NULL)')
@Check('delivery_fault', '(fault IS NULL) = (fault_code IS NULL)')
@Index('delivery_in_time', ['tenant', 'plannedAt', 'id'])
@Index('delivery_open', ['dueAt'], { where: `progress IN ('waiting', 'handing-over')` })
@Index('delivery_not_sent', ['progress', 'plannedAt'], { where: `progress <> 'sent'` })
export class DeliveryEntity {
  @PrimaryColumn('text', PK) tenant!: string;
  @PrimaryColumn('text', PK) id!: string;
  @Column('text') what!: Delivered;
  @Column('text') about!: string;
  @Column('text') plan!: string;
  @Column('text') channel!: DeliveryChannel;
  @Column('text') receiver!: string;
  @Column('text', { nullable: true }) role!: string | null;
  @Column('text') language!: ReportLanguage;
  @Column('text', { array: true }) formats!: ReportFormat[];
  @Column('text', { default: 'waiting' }) progress!: DeliveryProgress;
  @Column('integer', { default: 0 }) attempts!: number;
  @Column('timestamptz', { name: 'due_at', default: () => 'clock_timestamp()' }) dueAt!: Date;
  @Column('uuid', { nullable: true }) lease!: string | null;
  @Column('timestamptz', { name: 'leased_until', nullable: true }) leasedUntil!: Date | null;
  @Column('text', { name: 'fault_code', nullable: true }) faultCode!: string | null;
  @Column('text', { nullable: true }) fault!: string | null;
  @Column('timestamptz', { name: 'planned_at', default: () => `date_trunc('milliseconds', clock_timestamp())` }) plannedAt!: Date;
  @Column('timestamptz', { name: 'ended_at', nullable: true }) endedAt!: Date | null;
}
