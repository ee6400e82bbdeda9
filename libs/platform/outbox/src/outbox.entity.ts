import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';

@Entity({ name: 'outbox' })
export class OutboxEntity {
  @PrimaryGeneratedColumn({ type: 'bigint' })
  id!: string;

  @Column('text')
  topic!: string;

  @Column('bytea', { nullable: true })
  key!: Buffer | null;

  @Column('bytea', { nullable: true })
  value!: Buffer | null;

  /** A list of [name, value in base64]. */
  @Column('json', { nullable: true })
  headers!: readonly (readonly [string, string])[] | null;

  @Column('timestamptz', { name: 'stored_at', default: () => 'clock_timestamp()' })
  storedAt!: Date;
}
