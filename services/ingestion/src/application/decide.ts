import { admit, FULL_BUDGET, REJECTION_LIMITS, type RejectionBudget } from '@hemtag/metering';

import { judge, type JudgeOptions, type Verdict, type Work } from './judge.js';
import { accept, planOf, type Accepted, type Judged } from './plan.js';
import type { Facts, FlushPlan, Position, ReadBatch, RejectedRecord } from './ports.js';

/** What is remembered of each source in each partition. */
export type Budgets = ReadonlyMap<string, RejectionBudget>;

export interface DecideOptions extends JudgeOptions {
  readonly budgets: Budgets;
  /** Sources whose rejects an operator lets through. */
  readonly allowances: ReadonlySet<string>;
}

/** A partition of which nothing is stored from this record on, because its source's budget of rejects is spent. */
export interface HeldPartition {
  readonly position: Position;
  readonly rejected: RejectedRecord;
}

export interface Decision {
  readonly plan: FlushPlan;
  readonly held: readonly HeldPartition[];
  /** To be remembered once the plan is stored. */
  readonly budgets: Budgets;
}

/** The batches of one partition as one: they follow each other in the log. */
function joined(batches: readonly ReadBatch[]): readonly ReadBatch[] {
  const byPartition = new Map<string, ReadBatch>();
  for (const batch of batches) {
    const key = `${batch.position.topic} ${batch.position.partition}`;
    const known = byPartition.get(key);
    if (known && known.position.nextOffset !== batch.position.firstOffset) throw new Error('the batches of a partition must follow each other');
    const position = known ? { ...known.position, nextOffset: batch.position.nextOffset } : batch.position;
    byPartition.set(key, { position, items: known ? [...known.items, ...batch.items] : batch.items });
  }
  return [...byPartition.values()];
}

// Records without a registered source have a budget together. They never are good themselves, so what is good beside them speaks for them: else a trickle
// of them would hold the partition after years.
const UNREGISTERED = '';

interface Judging {
  readonly verdicts: Verdict[];
  readonly accepted: Accepted;
  readonly budgets: Map<string, RejectionBudget>;
}

interface JudgedBatch {
  readonly partition: Judged['partitions'][number];
  readonly held: HeldPartition | null;
}

function judgeBatch({ position, items }: ReadBatch, options: DecideOptions, facts: Facts, work: Work, judging: Judging): JudgedBatch {
  const { budgets, verdicts, accepted } = judging;
  const counts = { accept: 0, duplicate: 0, conflict: 0, reject: 0 };
  const ownBudgets = new Map<string, RejectionBudget>();
  const placeOf = (source: string): string => `${position.topic} ${position.partition} ${source}`;
  const budgetOf = (source: string): RejectionBudget => ownBudgets.get(source) ?? budgets.get(placeOf(source)) ?? FULL_BUDGET;
  let held: HeldPartition | null = null;
  let nextOffset = position.nextOffset;
  for (const item of items) {
    const verdict = judge(item, position, options, facts, work);
    const { source, rejected, kind } = verdict;
    const admission = admit(budgetOf(source), kind, REJECTION_LIMITS);
    if (!admission.within && rejected && !options.allowances.has(source)) {
      held = { position, rejected };
      nextOffset = rejected.record.offset;
      break;
    }
    ownBudgets.set(source, admission.state);
    if (source !== UNREGISTERED && rejected === null) ownBudgets.set(UNREGISTERED, admit(budgetOf(UNREGISTERED), kind, REJECTION_LIMITS).state);
    verdicts.push(verdict);
    counts[kind] += 1;
    if (kind === 'accept' && item.kind === 'candidate') accept(item.candidate, accepted);
  }
  for (const [source, state] of ownBudgets) budgets.set(placeOf(source), state);
  return { partition: { position: { ...position, nextOffset }, counts }, held };
}

/**
 * Decides about a group of batches in the light of the facts: each record becomes accepted, duplicate, conflict or rejected, in the order of its
 * partition, until a source has spent its budget of rejects. Pure, so that it can be repeated with newer facts.
 */
export function decide(batches: readonly ReadBatch[], facts: Facts, options: DecideOptions): Decision {
  const work: Work = { contents: new Map(), feeds: new Map(), slots: new Map() };
  const judging: Judging = {
    verdicts: [],
    accepted: { all: [], events: [], aggregates: [], amendments: [] },
    budgets: new Map(options.budgets),
  };
  const judged = joined(batches).map((batch) => judgeBatch(batch, options, facts, work, judging));
  const partitions = judged.map(({ partition }) => partition).filter(({ position }) => position.nextOffset > position.firstOffset);
  const plan = planOf({ partitions, verdicts: judging.verdicts, accepted: judging.accepted }, facts, work, options);
  return { plan, held: judged.flatMap(({ held }) => held ?? []), budgets: judging.budgets };
}
