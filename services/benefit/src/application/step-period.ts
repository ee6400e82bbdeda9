import {
  decideStep,
  figureRows,
  keptFigures,
  snapshotText,
  type FigureRow,
  type NextEntry,
  type PeriodEntry,
  type PeriodRefusal,
  type PeriodStep,
} from '@hemtag/benefit';
import { err, isMonth, localDayOf, ok, type Clock, type Instant, type Month, type Result } from '@hemtag/kernel';
import type { AwaitUsage, UsageArrival } from './await-usage.js';
import type { ClockRefusal, CutRefusal, Digest, PeriodStore, Snapshot, StoredEntry, UsageEpoch } from './period-ports.js';
import { knownInput, type FiguresPorts } from './read-figures.js';

export interface StepPeriod {
  readonly tenant: string;
  readonly month: string;
  readonly step: PeriodStep;
  readonly actor: string;
  readonly reason: string | null;
}

export type StepRefusal =
  | PeriodRefusal
  | ClockRefusal
  | { readonly kind: 'unknown-tenant' }
  | { readonly kind: 'no-month' }
  | { readonly kind: 'busy' }
  /** The log has usage that is not in the volumes yet: so many events, or volumes where the events are stored. */
  | { readonly kind: 'usage-on-the-way'; readonly events: number; readonly volumes: number }
  | { readonly kind: 'usage-unknown' };

export interface StepPorts extends FiguresPorts {
  readonly periods: PeriodStore;
  readonly digest: Digest;
  readonly awaitUsage: AwaitUsage;
}

export interface StepOutcome {
  readonly entry: StoredEntry;
  readonly keptFigures: number;
}

/** How often the step is decided anew because another one of the tenant came in between or the volumes were emptied, before the caller is asked to come again. */
const MAX_ATTEMPTS = 5;
/** Clocks that differ by more are wrong, and a step is no place to wait for that. */
const MAX_AHEAD_MS = 5_000;
/** Later than every month: what a step is refused for whatever day it is. */
const END_OF_TIME = '9999-12-31';

/** The first month of the tenant's books: from there on the order of closing counts. */
const firstClosed = (log: readonly PeriodEntry[], month: Month): Month =>
  [month, ...log.filter(({ state }) => state === 'CLOSED').map((entry) => entry.month)].sort()[0] ?? month;

interface Computed {
  readonly log: readonly PeriodEntry[];
  readonly rows: readonly FigureRow[];
  readonly today: string;
}

/** The figures of the month and of those before it back to the tenant's first closed one, as they are known on the instant. */
async function compute({ tenant, month }: StepPeriod, at: Instant, ports: StepPorts): Promise<Result<Computed, StepRefusal>> {
  const { log } = await ports.periods.factsOf(tenant, at);
  const query = { tenant, from: firstClosed(log, month), to: month, initiative: null, benefit: null, priceYear: null, asKnownOn: at };
  const input = await knownInput(query, ports);
  if (!input.ok) return err(input.error.kind === 'invalid-range' ? { kind: 'no-month' } : { kind: 'unknown-tenant' });
  return ok({ log: input.value.periods?.log ?? [], rows: figureRows(input.value), today: localDayOf(at, input.value.timeZone) });
}

const decide = (step: StepPeriod, { log, rows, today }: Computed): Result<NextEntry, PeriodRefusal> =>
  decideStep(step, { log, today, monthsWithFigures: [...new Set(rows.map(({ printed }) => printed.month))] });

function snapshotOf({ tenant, month }: StepPeriod, { state, version }: NextEntry, { rows }: Computed, digest: Digest): Snapshot | null {
  if (state === 'REOPENED') return null;
  const figures = keptFigures(
    rows.filter(({ printed }) => printed.month === month),
    state,
  );
  const head = { tenant, month, version, state };
  return { head, figures, hash: digest(snapshotText(head, figures)) };
}

/** The instant is the database's: whoever asks this service for what was known on it must not hear that it lies in the future. */
async function passed(at: Instant, clock: Clock): Promise<void> {
  const aheadMs = at - clock();
  if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, Math.min(aheadMs, MAX_AHEAD_MS)));
}

/** What is wrong with the step whatever the figures are, so that nobody waits for usage to hear it. */
async function impossible(step: StepPeriod, { periods }: StepPorts): Promise<StepRefusal | null> {
  const { log } = await periods.periodsOf(step.tenant, null);
  const possible = decideStep(step, { log, today: END_OF_TIME, monthsWithFigures: [] });
  return possible.ok ? null : possible.error;
}

/** The epoch in which the usage that the log already has is in the volumes. A reopening keeps nothing and waits for nothing. */
async function arrived({ step }: StepPeriod, { periods, awaitUsage }: StepPorts): Promise<Result<UsageEpoch, StepRefusal>> {
  const epoch = await periods.usageEpoch();
  const arrival: UsageArrival = step === 'reopen' ? { kind: 'arrived' } : await awaitUsage();
  switch (arrival.kind) {
    case 'arrived':
      return ok(epoch);
    case 'unknown':
      return err({ kind: 'usage-unknown' });
    case 'on-the-way':
      return err({ kind: 'usage-on-the-way', events: arrival.events, volumes: arrival.volumes });
  }
}

/** A reopening did not wait for usage: a cut amid a rebuild would give up the places of all cuts that the rebuild has not come to. */
const instantOf = ({ tenant, step }: StepPeriod, epoch: UsageEpoch, { periods }: StepPorts): Promise<Result<Instant, CutRefusal>> =>
  step === 'reopen' ? periods.instant(tenant) : periods.cut(tenant, epoch);

/** `overtaken`: another step of the tenant came in between. */
type AttemptRefusal = StepRefusal | CutRefusal | { readonly kind: 'overtaken' };

async function attempted(step: StepPeriod, epoch: UsageEpoch, ports: StepPorts): Promise<Result<StepOutcome, AttemptRefusal>> {
  const at = await instantOf(step, epoch, ports);
  if (!at.ok) return at;
  await passed(at.value, ports.clock);
  const computed = await compute(step, at.value, ports);
  if (!computed.ok) return computed;
  const next = decide(step, computed.value);
  if (!next.ok) return next;
  const snapshot = snapshotOf(step, next.value, computed.value, ports.digest);
  return ports.periods.change(step.tenant, async (transaction): Promise<Result<StepOutcome, AttemptRefusal>> => {
    if ((await transaction.usageEpoch()) !== epoch) return err({ kind: 'usage-anew' });
    if ((await transaction.log()).length !== computed.value.log.length) return err({ kind: 'overtaken' });
    const entry = await transaction.append({ ...next.value, at: at.value }, snapshot);
    return ok({ entry, keptFigures: snapshot?.figures.length ?? 0 });
  });
}

/**
 * Sets a month preliminary, closes it or opens it again. What the log held when this was called is waited for. Then an instant parts what is known from what comes later; what the
 * month shows as known on it is computed without holding anything up, and kept with the step and its message, provided that the tenant has taken no other step meanwhile and
 * that nobody has emptied the volumes: then they are waited for anew.
 */
export async function stepPeriod(step: StepPeriod, ports: StepPorts): Promise<Result<StepOutcome, StepRefusal>> {
  if (!isMonth(step.month)) return err({ kind: 'no-month' });
  const refusal = await impossible(step, ports);
  if (refusal !== null) return err(refusal);
  let epoch: UsageEpoch | null = null;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    if (epoch === null) {
      const usage = await arrived(step, ports);
      if (!usage.ok) return usage;
      epoch = usage.value;
    }
    const done = await attempted(step, epoch, ports);
    if (done.ok) return done;
    if (done.error.kind === 'usage-anew') epoch = null;
    else if (done.error.kind !== 'overtaken') return err(done.error);
  }
  return err({ kind: 'busy' });
}
