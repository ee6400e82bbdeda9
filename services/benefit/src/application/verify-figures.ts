import { setTimeout as later } from 'node:timers/promises';

import type { FigureMismatch, VerifyFiguresResponse } from '@hemtag/contracts';
import { explainFigures, figuresOf, snapshotText, type FigureDifference } from '@hemtag/benefit';
import { addMonths, lastDay, localDayOf, monthOf, type Day, type Month } from '@hemtag/kernel';
import type { Digest, PeriodStore } from './period-ports.js';
import type { VolumeFacts } from './ports.js';
import { publishedDifferences } from './project-figures.js';
import type { ProjectionStore } from './projection-ports.js';
import { inputFrom, type FiguresPorts } from './read-figures.js';
import { readTerms } from './read-terms.js';
import { settled } from './settled.js';
import type { TenantTerms } from './terms-of-documents.js';

export interface VerifyFiguresPorts extends FiguresPorts {
  readonly facts: VolumeFacts;
  readonly periods: PeriodStore;
  readonly digest: Digest;
  readonly published: Pick<ProjectionStore, 'figuresOf' | 'newestPending'>;
}

const MAX_DIFFERENCES = 20;
const LOOK_MS = 100;
const MAX_LOOKS = 100;
/** As many as one question takes; nobody's usage is that old, but a wrong year in an event must not hide the rest. */
const MONTHS_AT_ONCE = 1_000;

interface Report {
  figures: number;
  snapshots: number;
  published: number;
  differenceCount: number;
  readonly differences: FigureMismatch[];
}

interface MonthSpan {
  readonly from: Month;
  readonly to: Month;
}

function* spans(first: Month, last: Month): Iterable<MonthSpan> {
  for (let from = first; from <= last; from = addMonths(from, MONTHS_AT_ONCE)) {
    const to = addMonths(from, MONTHS_AT_ONCE - 1);
    yield { from, to: to < last ? to : last };
  }
}

/** The months of a tenant that may have figures: from the first volume or estimate up to the last volume, the running month included. */
async function monthsOf(tenant: string, terms: TenantTerms, { facts, clock }: VerifyFiguresPorts): Promise<MonthSpan> {
  const used = await facts.days(tenant);
  const today = localDayOf(clock(), terms.timeZone);
  const planned = terms.initiatives.flatMap(({ benefits }) => benefits.flatMap(({ estimate }) => estimate.map(({ validFrom }) => validFrom)));
  const first = [...planned, today, ...(used === null ? [] : [used.from])].sort()[0] ?? today;
  const last = used === null || used.until < today ? today : used.until;
  return { from: monthOf(first), to: monthOf(last) };
}

const textOrNull = (value: string | boolean | null): string | null => (value === null ? null : String(value));

function differ(report: Report, difference: FigureMismatch): void {
  report.differenceCount += 1;
  if (report.differences.length < MAX_DIFFERENCES) report.differences.push(difference);
}

/** What a month kept when it was set preliminary or closed must still be what its hash was made of. */
async function verifySnapshots(tenant: string, { periods, digest }: VerifyFiguresPorts, report: Report): Promise<void> {
  for (const { month, sequence, version, state, hash } of (await periods.periodsOf(tenant, null)).log) {
    if (hash === null || state === 'REOPENED') continue;
    const kept = await periods.keptFigures(tenant, { month, sequence });
    report.snapshots += 1;
    const recomputed = digest(snapshotText({ tenant, month, version, state }, kept));
    if (recomputed !== hash) differ(report, { part: 'snapshots', tenant, place: `${month} version ${version} ${state}`, stored: hash, recomputed });
  }
}

/** Waits while changes are on their way into the published figures, if that does not take too long. */
async function caughtUp(tenant: string, published: VerifyFiguresPorts['published']): Promise<string | null> {
  for (let looks = 1; ; looks += 1) {
    const pending = await published.newestPending(tenant);
    if (pending === null || looks > MAX_LOOKS) return pending;
    await later(LOOK_MS);
  }
}

/** What readers of SQL see, against the figures of now. */
async function verifyPublished(tenant: string, until: Day, ports: VerifyFiguresPorts, report: Report): Promise<void> {
  const { volumes, periods, clock, published: store } = ports;
  const terms = { of: (one: string) => readTerms({ tenant: one, asKnownOn: null }, ports) };
  await caughtUp(tenant, store);
  const { figures, differences } = await settled({
    evaluate: async () => {
      const found = await publishedDifferences(tenant, { volumes, periods, clock, terms, store });
      // Of older months `complete` follows after midnight only, where a source is heard of late.
      return { ...found, differences: found.differences.filter(({ column }) => column !== 'complete') };
    },
    differs: ({ differences: found }) => found.length > 0,
    mark: async () => `${await caughtUp(tenant, store)} ${await periods.mark(tenant, until)}`,
  });
  report.published += figures;
  for (const { figureId, column, published, computed } of differences)
    differ(report, { part: 'published', tenant, place: `${figureId} ${column}`, stored: textOrNull(published), recomputed: textOrNull(computed) });
}

interface Compared {
  readonly id: string;
  readonly differences: readonly FigureDifference[];
}

/** The figures of given terms as they are answered, from usage that the database has summed between changes, against their parts day by day. */
async function compareFigures(
  terms: TenantTerms,
  { tenant, from, to }: MonthSpan & { readonly tenant: string },
  ports: VerifyFiguresPorts,
): Promise<Compared[]> {
  const query = { tenant, from, to, initiative: null, benefit: null, priceYear: null, asKnownOn: null } as const;
  const answered = await inputFrom(terms, query, ports);
  const byDay = await inputFrom(terms, { ...query, isByDay: true }, ports);
  if (!answered.ok || !byDay.ok) throw new Error('the tenant that was read has no figures');
  return [...explainFigures(byDay.value, figuresOf(answered.value).figures)].map(({ figure: { id }, differences }) => ({ id, differences }));
}

async function verifyTenant(tenant: string, ports: VerifyFiguresPorts, report: Report): Promise<void> {
  const terms = await readTerms({ tenant, asKnownOn: null }, ports);
  if (terms === null) return;
  await verifySnapshots(tenant, ports, report);
  const months = await monthsOf(tenant, terms, ports);
  await verifyPublished(tenant, lastDay(months.to), ports, report);
  // One initiative after the other, so that no more than its own volumes are held.
  for (const initiative of terms.initiatives) {
    for (const span of spans(months.from, months.to)) {
      const compared = await settled({
        evaluate: () => compareFigures({ ...terms, initiatives: [initiative] }, { tenant, ...span }, ports),
        differs: (figures) => figures.some(({ differences }) => differences.length > 0),
        mark: () => ports.periods.mark(tenant, lastDay(span.to)),
      });
      report.figures += compared.length;
      for (const { id, differences } of compared)
        for (const { member, figure: stored, recomputed } of differences)
          differ(report, { part: 'figures', tenant, place: `${id} ${member}`, stored, recomputed });
    }
  }
}

/** Evaluates every figure a second time from its parts and compares it with what `/v1/figures` says; compares the published rows with the figures, and hashes again what closed months kept. */
export async function verifyFigures(tenant: string | null, ports: VerifyFiguresPorts): Promise<VerifyFiguresResponse> {
  const known = (await ports.register.versions({ kind: 'Tenant', tenant: null, name: tenant })).map(({ name }) => name);
  const tenants = [...new Set(known)].sort();
  const report: Report = { figures: 0, snapshots: 0, published: 0, differenceCount: 0, differences: [] };
  for (const one of tenants) await verifyTenant(one, ports, report);
  const { figures, snapshots, published, differences, differenceCount } = report;
  return { tenants, compared: { figures, snapshots, published }, differences, differenceCount };
}
