import type { FigureSumResponse } from '@hemtag/contracts';
import type { Column } from './columns.js';
import { csvText } from './csv.js';
import type { Rendering } from './rendering.js';
import { tableText } from './table.js';

type Part = FigureSumResponse['parts'][number];

const partColumns = (over: string): readonly Column<Part>[] => [
  { header: over, cell: ({ name }) => name },
  { header: 'benefits', cell: ({ benefits }) => benefits, numeric: true },
  { header: 'estimated', cell: ({ quantity }) => quantity.estimated, numeric: true },
  { header: 'counted', cell: ({ quantity }) => quantity.counted, numeric: true },
  { header: 'unit', cell: ({ quantity }) => quantity.unit },
  { header: 'estimated', cell: ({ amount }) => amount.estimated, numeric: true },
  { header: 'gross', cell: ({ amount }) => amount.gross, numeric: true },
  { header: 'adjusted', cell: ({ amount }) => amount.adjusted, numeric: true },
  { header: 'unit', cell: ({ amount }) => amount.unit },
];

/** Numbers are the texts that the server sent. JSON is its answer, character by character; CSV has the parts, the table their total as well. */
export function sumRendering({ over, from, to, total, parts }: FigureSumResponse, answer: string): Rendering {
  const columns = partColumns(over);
  return {
    table: () => `Sum over ${over}, ${from === to ? from : `${from} to ${to}`}\n\n${tableText(columns, [...parts, { name: 'total', ...total }])}`,
    json: () => (answer.endsWith('\n') ? answer : `${answer}\n`),
    csv: () => csvText(columns, parts),
  };
}
