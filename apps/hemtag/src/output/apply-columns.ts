import type { AppliedObject } from '@hemtag/contracts';
import type { Column } from './columns.js';

export const appliedColumns: readonly Column<AppliedObject>[] = [
  { header: 'kind', cell: (object) => object.kind },
  { header: 'tenant', cell: (object) => object.tenant },
  { header: 'name', cell: (object) => object.name },
  { header: 'result', cell: (object) => object.result },
];
