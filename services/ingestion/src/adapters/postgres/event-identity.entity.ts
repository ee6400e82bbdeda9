import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'event_identity' })
export class EventIdentityEntity {
  @PrimaryColumn('text')
  tenant!: string;

  @PrimaryColumn('uuid')
  identity!: string;

  @Column('uuid', { name: 'content_hash' })
  contentHash!: string;
}
