import type { FigureRow, KeptFiguresResponse } from '@hemtag/contracts';
import { canonicalJson, type JsonValue } from '@hemtag/kernel';
import type { Digest } from './ports.js';

// Rows are JSON; the compiler does not see that their types hold nothing else.
const canonical = (value: object): string => canonicalJson(value as JsonValue);

/** The hash of what a month kept, worked out anew from it (docs/periods.md). */
export function keptHash({ tenant, month, version, state, figures, exact = [] }: KeptFiguresResponse, digest: Digest): string {
  const listed = figures.map((printed, at) => `{"exact":${canonical(exact[at] ?? {})},"printed":${canonical(printed)}}`);
  return digest(`{"figures":[${listed.join(',')}],${canonical({ month, state, tenant, version }).slice(1)}`);
}

/** Activity of sources has no history: whether a month was complete is what the month kept. */
const comparable = ({ complete: _complete, ...row }: FigureRow & { readonly exact?: object }): string => {
  const { exact: _exact, ...printed } = row;
  return canonical(printed);
};

/** The ids of figures that are, as known on the instant of the step, not what the month kept. */
export function differingFigures(kept: readonly FigureRow[], known: readonly FigureRow[]): readonly string[] {
  const before = new Map(kept.map((row) => [row.id, comparable(row)]));
  const after = new Map(known.map((row) => [row.id, comparable(row)]));
  return [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id)).sort();
}
