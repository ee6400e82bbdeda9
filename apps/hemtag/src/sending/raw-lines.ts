const LINE_FEED = 10;

/** A line without its line feed; `bytes` is null where it was longer than allowed and has been passed over. */
export interface RawLine {
  readonly number: number;
  readonly bytes: Buffer | null;
}

/**
 * Splits bytes at line feeds and nowhere else, because JSON text may hold every other character that some readers take for the end of a line.
 * At most `maxBytes` of a line are kept, so that a file without line feeds does not fill the memory.
 */
export async function* rawLines(chunks: AsyncIterable<Buffer | string>, { maxBytes }: { readonly maxBytes: number }): AsyncGenerator<RawLine> {
  let pieces: Buffer[] = [];
  let sizeBytes = 0;
  let number = 0;
  const add = (piece: Buffer): void => {
    sizeBytes += piece.length;
    if (sizeBytes <= maxBytes) pieces.push(piece);
    else pieces = [];
  };
  const finish = (): RawLine => {
    number += 1;
    const bytes = sizeBytes > maxBytes ? null : Buffer.concat(pieces);
    pieces = [];
    sizeBytes = 0;
    return { number, bytes };
  };
  for await (const received of chunks) {
    const chunk = typeof received === 'string' ? Buffer.from(received) : received;
    let from = 0;
    for (let end = chunk.indexOf(LINE_FEED); end >= 0; end = chunk.indexOf(LINE_FEED, from)) {
      add(chunk.subarray(from, end));
      yield finish();
      from = end + 1;
    }
    if (from < chunk.length) add(chunk.subarray(from));
  }
  if (sizeBytes > 0) yield finish();
}
