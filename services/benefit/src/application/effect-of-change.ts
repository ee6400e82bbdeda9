import type { BenefitSum, EffectRow } from '@hemtag/contracts';
import { localDayOf } from '@hemtag/kernel';
import type { RegisterDocument } from '@hemtag/register';
import { figuresFrom, type ReadingPorts } from './read-figures.js';

/** The documents of one tenant, the shared rates with them, before and after a change. */
export interface ChangedDocuments {
  readonly tenant: string;
  readonly before: readonly RegisterDocument[];
  readonly after: readonly RegisterDocument[];
}

const timeZoneOf = ({ tenant, after }: ChangedDocuments): string => {
  const owner = after.find((document) => document.kind === 'Tenant' && document.metadata.name === tenant);
  return owner?.kind === 'Tenant' ? owner.spec.timeZone : 'UTC';
};

/** What is one sum: a benefit as long as neither its type nor its unit changes. */
const sumKey = ({ initiative, benefit, type, amount }: BenefitSum): string => JSON.stringify([initiative, benefit, type, amount.unit]);

async function benefitsOf(documents: readonly RegisterDocument[], { tenant, year }: { tenant: string; year: string }, ports: ReadingPorts) {
  const range = { tenant, from: `${year}-01`, to: `${year}-12`, initiative: null, benefit: null, priceYear: null, asKnownOn: null };
  const figures = await figuresFrom(documents, range, ports);
  return new Map((figures.ok ? figures.value.benefits : []).map((sum) => [sumKey(sum), sum]));
}

/**
 * What a change of the register does to the figures of the current calendar year: by benefit, type and unit, never summed over them. Gross is that of the year
 * up to the current month, because later months have no usage yet; the estimate is that of the whole year. Benefits whose figures stay are left out.
 */
export async function effectOf(changed: ChangedDocuments, ports: ReadingPorts): Promise<readonly EffectRow[]> {
  const { tenant } = changed;
  const today = localDayOf(ports.clock(), timeZoneOf(changed));
  const year = today.slice(0, 4);
  const before = await benefitsOf(changed.before, { tenant, year }, ports);
  const after = await benefitsOf(changed.after, { tenant, year }, ports);
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((key): EffectRow[] => {
    const [old, next] = [before.get(key), after.get(key)];
    const named = next ?? old;
    const gross = { before: old?.amount.gross ?? null, after: next?.amount.gross ?? null };
    const yearEstimate = { before: old?.amount.estimated ?? null, after: next?.amount.estimated ?? null };
    if (!named || (gross.before === gross.after && yearEstimate.before === yearEstimate.after)) return [];
    const { initiative, benefit, type, amount } = named;
    return [{ tenant, initiative, benefit, type, unit: amount.unit, from: `${year}-01`, to: today.slice(0, 7), gross, yearEstimate }];
  });
}
