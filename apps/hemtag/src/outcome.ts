import { unreachable } from '@hemtag/kernel';

/** How a command ended. `lines` are the reasons, one sentence each, for standard error. */
export type Outcome =
  | { readonly kind: 'done' }
  /** Refused, rejected, differing or timed out. */
  | { readonly kind: 'refused'; readonly lines: readonly string[] }
  | { readonly kind: 'wrong-usage'; readonly lines: readonly string[] }
  | { readonly kind: 'not-reachable'; readonly lines: readonly string[] };

export type ExitCode = 0 | 1 | 2 | 3;

export const DONE: Outcome = { kind: 'done' };
export const refused = (...lines: readonly string[]): Outcome => ({ kind: 'refused', lines });
export const wrongUsage = (...lines: readonly string[]): Outcome => ({ kind: 'wrong-usage', lines });
export const notReachable = (...lines: readonly string[]): Outcome => ({ kind: 'not-reachable', lines });

/** The only place that knows exit codes; scripts rely on them. */
export function exitCodeOf(outcome: Outcome): ExitCode {
  switch (outcome.kind) {
    case 'done':
      return 0;
    case 'refused':
      return 1;
    case 'wrong-usage':
      return 2;
    case 'not-reachable':
      return 3;
    default:
      return unreachable(outcome);
  }
}

export const reasonsOf = (outcome: Outcome): readonly string[] => (outcome.kind === 'done' ? [] : outcome.lines);
