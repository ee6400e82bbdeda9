/** The log does not hold the offset up to which the database has it: records were lost to retention, or the topic was made anew. */
export class LogMoved extends Error {
  override readonly name = 'LogMoved';

  constructor(readonly position: { topic: string; partition: number; stored: bigint; low: bigint | null; high: bigint | null }) {
    super(
      `partition ${position.partition} of ${position.topic} is stored up to offset ${position.stored}, but the log holds ${position.low ?? 'nothing'} to ${position.high ?? 'nothing'}: ` +
        'records were deleted before they were read, or the topic belongs to another broker',
    );
  }
}
