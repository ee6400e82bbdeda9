/**
 * Why no statement is made: the facts contradict each other, and a report that does so would be signed as if it did not. Nothing in a fault is personal.
 * `where` names the figure, benefit or initiative.
 */
export type StatementFault =
  | { readonly code: 'NOT_IN_REGISTER'; readonly where: string }
  | { readonly code: 'NO_SUM'; readonly where: string; readonly range: string }
  | { readonly code: 'WRONG_RANGE'; readonly where: string; readonly expected: string; readonly found: string }
  | { readonly code: 'TWICE'; readonly where: string }
  /** A line of a department that the statement is not of. */
  | { readonly code: 'NOT_OF_PART'; readonly where: string }
  /** A printed number that is not the exact one, rounded. */
  | { readonly code: 'NOT_ROUNDED'; readonly where: string; readonly member: string; readonly printed: string | null; readonly exact: string | null }
  /** A total that is not the sum of its lines. `difference` = total − lines. */
  | {
      readonly code: 'DIFFERENT_SUM';
      readonly where: string;
      readonly member: string;
      readonly total: string | null;
      readonly lines: string | null;
      readonly difference: string | null;
      readonly of: readonly string[];
    };

const LINES_NAMED = 5;

/** One sentence in English for a log or an error. */
export function faultText(fault: StatementFault): string {
  switch (fault.code) {
    case 'NOT_IN_REGISTER':
      return `${fault.where} has figures and is not among the initiatives`;
    case 'NO_SUM':
      return `${fault.where} has no sum over ${fault.range}`;
    case 'WRONG_RANGE':
      return `${fault.where} covers ${fault.found} where ${fault.expected} is needed`;
    case 'TWICE':
      return `${fault.where} is there twice`;
    case 'NOT_OF_PART':
      return `${fault.where} is of a department that the statement is not of`;
    case 'NOT_ROUNDED':
      return `${fault.where}: ${fault.member} is printed as ${fault.printed ?? 'nothing'} and is exactly ${fault.exact ?? 'nothing'}`;
    case 'DIFFERENT_SUM': {
      const named = fault.of.slice(0, LINES_NAMED).join(', ');
      const more = fault.of.length > LINES_NAMED ? ` and ${fault.of.length - LINES_NAMED} more` : '';
      return `${fault.where}: ${fault.member} is ${fault.total ?? 'nothing'}, its lines give ${fault.lines ?? 'nothing'}, a difference of ${fault.difference ?? 'everything'}; lines: ${named}${more}`;
    }
  }
}
