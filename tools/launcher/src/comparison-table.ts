import Table from 'cli-table3';
import type { ComparedCase } from './comparison.js';

const show = (value: string | null | undefined): string => (value === undefined ? '(missing)' : (value ?? 'null'));

/** The table that `npm start` ends with: case by case, expected | computed | equal. */
export function comparisonTable(cases: readonly ComparedCase[]): string {
  const table = new Table({
    head: ['tenant', 'initiative / benefit', 'figure', 'expected', 'computed', 'equal'],
    colAligns: ['left', 'left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const { tenant, initiative, benefit, values } of cases) {
    values.forEach((value, index) => {
      table.push([
        index === 0 ? tenant : '',
        index === 0 ? `${initiative} / ${benefit}` : '',
        value.name,
        show(value.expected),
        show(value.computed),
        value.equal ? 'yes' : 'NO',
      ]);
    });
  }
  return table.toString();
}
