import { UsageVolume, VOLUME_HEADERS } from '@hemtag/contracts';
import type { Instant } from '@hemtag/kernel';

/** A record that is no volume: only a fault of the producing service makes one, so it stops this service instead of being passed over. */
export class UnreadableVolume extends Error {
  constructor(position: { readonly topic: string; readonly partition: number; readonly offset: bigint }, faultyPaths: readonly string[]) {
    super(`no readable volume at ${position.topic}/${position.partition} offset ${position.offset} (${faultyPaths.join(', ')})`);
  }
}

export interface VolumeRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly value: Buffer | null;
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

/** Reads a record of `usage.volumes.v1`; throws UnreadableVolume where it does not keep the contract. */
export function readVolume({ value, ...position }: VolumeRecord): UsageVolume {
  const parsed = UsageVolume.safeParse(value === null ? undefined : parseJson(value));
  if (!parsed.success) {
    throw new UnreadableVolume(
      position,
      parsed.error.issues.map(({ path }) => `/${path.join('/')}`),
    );
  }
  return parsed.data;
}

const INSTANT = /^\d{1,15}$/;

/** An instant in a header of a volume; null where the record does not say it readably, because no figure depends on it. */
export function headerInstant(
  headers: Readonly<Record<string, Buffer | string | readonly (Buffer | string)[] | undefined>>,
  name: keyof typeof VOLUME_HEADERS,
): Instant | null {
  const said = headers[VOLUME_HEADERS[name]];
  const text = typeof said === 'string' || Buffer.isBuffer(said) ? String(said) : '';
  return INSTANT.test(text) ? Number(text) : null;
}
