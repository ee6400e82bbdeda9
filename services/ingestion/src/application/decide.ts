import { admit, FULL_BUDGET, REJECTION_LIMITS, type RejectionBudget } from '@hemtag/metering';

import { judge, type JudgeOptions, type Verdict, type Work } from './judge.js';
import { planOf, type JudgedPartition } from './plan.js';
import type { Facts, FlushPlan, Position, ReadBatch, ReadItem, RejectedRecord } from './ports.js';

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

const recordOf = (item: ReadItem) => (item.kind === 'candidate' ? item.candidate.record : item.rejected.record);

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

interface JudgedBatch {
  readonly partition: JudgedPartition;
  readonly held: HeldPartition | null;
}

function judgeBatch({ position, items }: ReadBatch, options: DecideOptions, facts: Facts, work: Work, budgets: Map<string, RejectionBudget>): JudgedBatch {
  const verdicts: { readonly item: ReadItem; readonly verdict: Verdict }[] = [];
  for (const item of items) {
    const verdict = judge(item, position, options, facts, work);
    const place = `${position.topic} ${position.partition} ${verdict.source}`;
    const admission = admit(budgets.get(place) ?? FULL_BUDGET, verdict.kind, REJECTION_LIMITS);
    if (!admission.within && verdict.rejected && !options.allowances.has(verdict.source)) {
      const nextOffset = recordOf(item).offset;
      return { partition: { position: { ...position, nextOffset }, verdicts }, held: { position, rejected: verdict.rejected } };
    }
    budgets.set(place, admission.state);
    verdicts.push({ item, verdict });
  }
  return { partition: { position, verdicts }, held: null };
}

/**
 * Decides about a group of batches in the light of the facts: each record becomes accepted, duplicate, conflict or rejected, in the order of its
 * partition, until a source has spent its budget of rejects. Pure, so that it can be repeated with newer facts.
 */
export function decide(batches: readonly ReadBatch[], facts: Facts, options: DecideOptions): Decision {
  const work: Work = { contents: new Map(), feeds: new Map(), slots: new Map() };
  const budgets = new Map(options.budgets);
  const judged = joined(batches).map((batch) => judgeBatch(batch, options, facts, work, budgets));
  const moved = judged.map(({ partition }) => partition).filter(({ position }) => position.nextOffset > position.firstOffset);
  return { plan: planOf(moved, facts, work, options), held: judged.flatMap(({ held }) => held ?? []), budgets };
}
