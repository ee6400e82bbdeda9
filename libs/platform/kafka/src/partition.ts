export interface Partition {
  /** Without the prefix. */
  readonly topic: string;
  readonly partition: number;
}
