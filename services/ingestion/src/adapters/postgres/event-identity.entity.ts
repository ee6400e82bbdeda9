import { Check, Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'event_identity' })
@Check('event_identity_check', '(content_hash IS NULL) = (kind = 0)')
export class EventIdentityEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  identity!: string;

  @Column('uuid', { name: 'content_hash', nullable: true })
  contentHash!: string | null;

  @Column('date', { nullable: true })
  day!: string | null;

  @Column('integer', { name: 'series_id', nullable: true })
  seriesId!: number | null;

  @Column('smallint')
  kind!: number;

  @Column('smallint')
  amendments!: number;
}
