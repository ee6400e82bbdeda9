import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';

export interface LabelMatcher {
  readonly label: string;
  readonly operator: '=' | '!=' | '=~' | '!~';
  readonly value: string;
}

/** One metric as an expression reads it. */
export interface Selection {
  readonly metric: string;
  readonly matchers: readonly LabelMatcher[];
  /** True where it is read over a range: `metric[5m]`. */
  readonly isRange: boolean;
  /** Functions and aggregations that it stands in, the innermost first; a subquery is written `[:]`. */
  readonly around: readonly Surrounding[];
}
export interface Surrounding {
  readonly name: string;
  /** Of an aggregation with `by`: the labels that it keeps; null where it names none. */
  readonly keeps: readonly string[] | null;
}
/** Labels that are named outside braces: `by`, `without`, `on`, `ignoring`, `group_left`, `group_right`. */
export interface Grouping {
  readonly word: string;
  readonly labels: readonly string[];
  /** What the labels are taken from. */
  readonly selections: readonly Selection[];
}
export interface Promql {
  readonly selections: readonly Selection[];
  readonly groupings: readonly Grouping[];
  /** Labels of the result where an aggregation stands outermost and says so with `by`; null else. */
  readonly resultLabels: readonly string[] | null;
}

const textOf = (query: string, node: SyntaxNode): string => query.slice(node.from, node.to);
const unquoted = (text: string): string => text.slice(1, -1).replaceAll('\\\\', '\\');

function descendants(node: SyntaxNode, name: string): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  node.cursor().iterate((at) => {
    if (at.name === name) found.push(at.node);
  });
  return found;
}

const labelNames = (query: string, node: SyntaxNode): string[] => descendants(node, 'LabelName').map((label) => textOf(query, label));

/** `by (a, b)` of an aggregation, wherever it stands. */
function keptBy(query: string, aggregation: SyntaxNode): string[] | null {
  const modifier = aggregation.getChild('AggregateModifier');
  return modifier?.getChild('By') ? labelNames(query, modifier) : null;
}

function matcherOf(query: string, node: SyntaxNode): LabelMatcher {
  const [label, operator, value] = [node.getChild('LabelName'), node.getChild('MatchOp'), node.getChild('StringLiteral')];
  if (!label || !operator || !value) throw new Error(`a matcher without label, operator or value: ${textOf(query, node)}`);
  return { label: textOf(query, label), operator: textOf(query, operator) as LabelMatcher['operator'], value: unquoted(textOf(query, value)) };
}

function surroundingsOf(query: string, selector: SyntaxNode): Surrounding[] {
  const around: Surrounding[] = [];
  for (let node = selector.parent; node; node = node.parent) {
    const name = node.getChild(node.name === 'FunctionCall' ? 'FunctionIdentifier' : 'AggregateOp');
    if (node.name === 'FunctionCall' && name) around.push({ name: textOf(query, name), keeps: null });
    if (node.name === 'AggregateExpr' && name) around.push({ name: textOf(query, name), keeps: keptBy(query, node) });
    if (node.name === 'SubqueryExpr') around.push({ name: '[:]', keeps: null });
  }
  return around;
}

function selectionOf(query: string, node: SyntaxNode): Selection {
  const matchers = descendants(node, 'UnquotedLabelMatcher').map((matcher) => matcherOf(query, matcher));
  const identifier = node.getChild('Identifier');
  if (!identifier) throw new Error(`a selector names no metric: ${textOf(query, node)}`);
  return { metric: textOf(query, identifier), matchers, isRange: node.parent?.name === 'MatrixSelector', around: surroundingsOf(query, node) };
}

const MATCHING: Readonly<Record<string, string>> = { On: 'on', Ignoring: 'ignoring', GroupLeft: 'group_left', GroupRight: 'group_right' };

function matchingGroupings(query: string, clause: SyntaxNode, selections: readonly Selection[]): Grouping[] {
  const found: Grouping[] = [];
  let word = '';
  for (let child = clause.firstChild; child; child = child.nextSibling) {
    word = MATCHING[child.name] ?? word;
    if (child.name === 'GroupingLabels') found.push({ word, labels: labelNames(query, child), selections });
  }
  return found;
}

function resultLabelsOf(query: string, top: SyntaxNode): readonly string[] | null {
  switch (top.name) {
    case 'AggregateExpr':
      return top.getChild('AggregateModifier') ? keptBy(query, top) : [];
    case 'ParenExpr':
      return top.firstChild?.nextSibling ? resultLabelsOf(query, top.firstChild.nextSibling) : null;
    case 'BinaryExpr':
      // A number on one side has no labels of its own.
      return (top.firstChild && resultLabelsOf(query, top.firstChild)) ?? (top.lastChild && resultLabelsOf(query, top.lastChild));
    case 'FunctionCall': {
      const inner = top.getChild('FunctionCallBody')?.getChildren('AggregateExpr').at(0);
      const kept = inner ? resultLabelsOf(query, inner) : null;
      return kept && top.getChild('FunctionIdentifier') ? kept.filter((label) => label !== 'le') : kept;
    }
    default:
      return null;
  }
}

/** Reads a PromQL expression with the grammar of Prometheus' own web page. Throws where it is no PromQL, with the place. */
export function readPromql(query: string): Promql {
  const top = parser.parse(query).topNode;
  top.cursor().iterate((node) => {
    if (node.type.isError) throw new Error(`no PromQL at character ${node.from + 1}: ${query}`);
  });
  const within = (node: SyntaxNode): Selection[] => descendants(node, 'VectorSelector').map((selector) => selectionOf(query, selector));
  const aggregations = descendants(top, 'AggregateExpr').flatMap((node): Grouping[] => {
    const modifier = node.getChild('AggregateModifier');
    return modifier ? [{ word: modifier.getChild('By') ? 'by' : 'without', labels: labelNames(query, modifier), selections: within(node) }] : [];
  });
  const matchings = descendants(top, 'MatchingModifierClause').flatMap((clause) =>
    matchingGroupings(query, clause, clause.parent ? within(clause.parent) : []),
  );
  return { selections: within(top), groupings: [...aggregations, ...matchings], resultLabels: top.firstChild ? resultLabelsOf(query, top.firstChild) : null };
}
