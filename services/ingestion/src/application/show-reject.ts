import { fromKafkaRecord, maskRecord, type KeptEvent, type RecordBytes, type RejectResponse, type SafePatterns } from '@hemtag/contracts';
import { identityOf, type Digest128 } from '@hemtag/metering';

import { rejectId, type RejectPlace } from './reject-place.js';
import type { KeptRecord, RejectStore, StoredReject } from './reject-ports.js';

const utf8 = new TextDecoder('utf-8', { fatal: true });

function recordBytes(bytes: Buffer): RecordBytes {
  try {
    return { encoding: 'utf8', text: utf8.decode(bytes) };
  } catch {
    return { encoding: 'base64', text: bytes.toString('base64') };
  }
}

/** Headers as a client gives them: a name that stands several times has a list. */
export function headersByName(headers: KeptRecord['headers']): Record<string, Buffer | Buffer[]> {
  // Without a prototype, because a header may have any name.
  const byName = Object.create(null) as Record<string, Buffer | Buffer[]>;
  for (const [name, value] of headers) {
    const known = byName[name];
    byName[name] = known === undefined ? value : [...(Array.isArray(known) ? known : [known]), value];
  }
  return byName;
}

async function keptEvent({ summary, record }: StoredReject, rejects: RejectStore, digest: Digest128): Promise<KeptEvent | null> {
  const event = fromKafkaRecord({ headers: headersByName(record.headers), value: record.value });
  if (!event.ok || summary.tenant === null) return null;
  const { source, id } = event.value;
  const kept = await rejects.keptEvent(summary.tenant, identityOf({ source, id }, digest));
  return kept && { id, source, ...kept };
}

export interface ShowPorts {
  readonly rejects: RejectStore;
  readonly digest: Digest128;
  readonly safePatternsOf: (source: string) => SafePatterns | undefined;
}

/** What was kept before anybody looked for numbers of persons is shown without them as well. */
function shownRecord(
  { summary, record: { key, headers, value } }: StoredReject,
  safePatterns: SafePatterns | undefined,
): KeptRecord & { readonly masked: boolean } {
  const { record, masked } = maskRecord({ key, value, headers: headersByName(headers) }, { safePatterns });
  if (!masked) return { key, headers, value, masked: summary.masked };
  const shown = Object.entries(record.headers).flatMap(([name, values]) => (Array.isArray(values) ? values : [values]).map((one) => [name, one] as const));
  return { key: record.key, headers: shown, value: record.value, masked };
}

/** One reject with its record; of a conflict also where the event stands that counts. Null where there is none. */
export async function showReject(place: RejectPlace, { rejects, digest, safePatternsOf }: ShowPorts): Promise<RejectResponse | null> {
  const reject = await rejects.find(place);
  if (reject === null) return null;
  const { summary, hashes } = reject;
  const { masked, ...record } = shownRecord(reject, summary.source === null ? undefined : safePatternsOf(summary.source));
  return {
    id: rejectId(place),
    ...summary,
    masked,
    position: { topic: place.topic, partition: place.partition, offset: place.offset.toString() },
    record: {
      key: record.key && recordBytes(record.key),
      headers: record.headers.map(([name, value]) => ({ name, value: recordBytes(value) })),
      value: record.value && recordBytes(record.value),
    },
    conflict: summary.code === 'CONFLICT' ? { keptHash: hashes.kept, refusedHash: hashes.refused, kept: await keptEvent(reject, rejects, digest) } : null,
  };
}
