import { formatAmount, rational, ZERO } from '@hemtag/kernel';
import type { Amounts } from './figure-facts.js';
import type { AmountChange, BenefitChange, StatementChanges, TotalChange } from './statement-corrections.js';
import type { Statement } from './statement.js';
import type { BenefitLine, TypeTotal } from './statement-lines.js';

type Compared = Pick<Amounts, 'estimated' | 'gross' | 'adjusted' | 'confirmed'>;
const MEMBERS = ['estimated', 'gross', 'adjusted', 'confirmed'] as const;
type Changes = Readonly<Record<(typeof MEMBERS)[number], AmountChange>>;

function amountChange(from: string | null, to: string | null): AmountChange {
  const value = (text: string | null) => (text === null ? ZERO : rational(text));
  return { from, to, difference: formatAmount(value(to).sub(value(from))) };
}
const amountChanges = (from: Compared | undefined, to: Compared | undefined): Changes => ({
  estimated: amountChange(from?.estimated ?? null, to?.estimated ?? null),
  gross: amountChange(from?.gross ?? null, to?.gross ?? null),
  adjusted: amountChange(from?.adjusted ?? null, to?.adjusted ?? null),
  confirmed: amountChange(from?.confirmed ?? null, to?.confirmed ?? null),
});
const isSame = (changes: Changes): boolean => MEMBERS.every((member) => changes[member].from === changes[member].to);

/** The unit is part of what a line is: amounts in other units have no difference. */
const lineKey = ({ initiative, benefit, type, unit }: BenefitLine): string => JSON.stringify([initiative.name, benefit.name, type, unit]);
const totalKey = ({ type, unit }: TypeTotal): string => JSON.stringify([type, unit]);

function benefitChange(from: BenefitLine | undefined, to: BenefitLine | undefined): BenefitChange[] {
  const line = to ?? from;
  if (line === undefined) return [];
  const changes = amountChanges(from?.period, to?.period);
  const counted = { from: from?.quantity.counted ?? null, to: to?.quantity.counted ?? null };
  if (from !== undefined && to !== undefined && isSame(changes) && counted.from === counted.to) return [];
  const change = from === undefined ? 'ADDED' : to === undefined ? 'REMOVED' : 'CHANGED';
  return [{ initiative: line.initiative, benefit: line.benefit, type: line.type, unit: line.unit, change, counted, ...changes }];
}

/** Pairs of what has the same key, in the order of the keys. */
function paired<T>(from: readonly T[], to: readonly T[], key: (item: T) => string): (readonly [T | undefined, T | undefined])[] {
  const [before, after] = [new Map(from.map((item) => [key(item), item])), new Map(to.map((item) => [key(item), item]))];
  return [...new Set([...before.keys(), ...after.keys()])].sort().map((of) => [before.get(of), after.get(of)] as const);
}

/** What `to` says of the period otherwise than `from`: for the section "what changed" of a later version. Both are of one tenant and period, and of the same departments. */
export function compareStatements(from: Statement, to: Omit<Statement, 'corrections'>): StatementChanges {
  const totals = paired(from.summary.totals, to.summary.totals, totalKey).flatMap(([before, after]): TotalChange[] => {
    const total = after ?? before;
    const changes = amountChanges(before?.period.amounts, after?.period.amounts);
    return total === undefined || isSame(changes) ? [] : [{ type: total.type, unit: total.unit, ...changes }];
  });
  return {
    fromVersion: from.header.version,
    toVersion: to.header.version,
    state: from.header.state === to.header.state ? null : { from: from.header.state, to: to.header.state },
    parameterSetChanged: from.header.parameterSetId !== to.header.parameterSetId,
    benefits: paired(from.benefits.lines, to.benefits.lines, lineKey).flatMap(([before, after]) => benefitChange(before, after)),
    totals,
  };
}
