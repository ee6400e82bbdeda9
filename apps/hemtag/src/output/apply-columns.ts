import type { AppliedObject, ApplyResponse, ApplyWarning, EffectRow, ObjectChange } from '@hemtag/contracts';
import { plainText } from '../terminal.js';
import type { Column } from './columns.js';
import { tableText } from './table.js';

export const appliedColumns: readonly Column<AppliedObject>[] = [
  { header: 'kind', cell: (object) => object.kind },
  { header: 'tenant', cell: (object) => object.tenant },
  { header: 'name', cell: (object) => object.name },
  { header: 'result', cell: (object) => object.result },
];

const effectColumns: readonly Column<EffectRow>[] = [
  { header: 'tenant', cell: (row) => row.tenant },
  { header: 'initiative', cell: (row) => row.initiative },
  { header: 'benefit', cell: (row) => row.benefit },
  { header: 'type', cell: (row) => row.type },
  { header: 'months', cell: (row) => `${row.from} to ${row.to}` },
  { header: 'gross before', cell: (row) => row.gross.before, numeric: true },
  { header: 'gross after', cell: (row) => row.gross.after, numeric: true },
  { header: 'year estimate before', cell: (row) => row.yearEstimate.before, numeric: true },
  { header: 'year estimate after', cell: (row) => row.yearEstimate.after, numeric: true },
  { header: 'unit', cell: (row) => row.unit },
];

/** One line: `~ phase changed: IDEA → OPERATION`. */
export function changeText({ path, change, from, to }: ObjectChange): string {
  switch (change) {
    case 'added':
      return `+ ${path}: ${to ?? ''}`;
    case 'removed':
      return `- ${path}: ${from ?? ''}`;
    case 'ended':
      return `~ ${path} ends on ${to ?? ''}`;
    case 'changed':
    case 'corrected':
      return `~ ${path} ${change}: ${from ?? ''} → ${to ?? ''}`;
  }
}

function objectChanges({ kind, tenant, name, changes = [] }: AppliedObject): string {
  if (changes.length === 0) return '';
  const title = [kind, name, ...(tenant === null ? [] : [`of ${tenant}`])].join(' ');
  return ['', title, ...changes.map((change) => `  ${changeText(change)}`)].map((line) => `${plainText(line)}\n`).join('');
}

export const warningText = ({ code, tenant, detail }: ApplyWarning): string => `${plainText(`${code} (${tenant}): ${detail}.`)}\n`;

/** What became of each object; of a dry run also what would change in it and in the figures. */
export function applyTable({ objects, effect }: ApplyResponse): string {
  return [
    tableText(appliedColumns, objects),
    ...objects.map(objectChanges),
    ...(effect === undefined
      ? []
      : effect.length === 0
        ? ['\nNo figure of this year would change.\n']
        : ['\nFigures of this year\n\n', tableText(effectColumns, effect)]),
  ].join('');
}
