import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity({ name: 'event' })
export class EventEntity {
  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('text')
  id!: string;

  @Column('text')
  subject!: string;

  @Column('timestamptz')
  time!: Date;

  @Column('numeric')
  quantity!: string;

  @Column('text')
  unit!: string;

  @Column('text')
  channel!: string;
}

@Entity({ name: 'volume' })
export class VolumeEntity {
  @PrimaryColumn('text')
  source!: string;

  @PrimaryColumn('text')
  subject!: string;

  @PrimaryColumn('text')
  unit!: string;

  @PrimaryColumn('text')
  channel!: string;

  @PrimaryColumn('date')
  day!: string;

  @Column('numeric')
  quantity!: string;
}
