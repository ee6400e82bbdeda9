import { BENEFIT_TYPES, type BenefitType, type FigureRow, type FiguresResponse } from '@hemtag/contracts';
import { monthRange } from '@hemtag/kernel';
import { plainText } from '../terminal.js';
import { barChart, type BarMonth } from './bar-chart.js';

interface Group {
  readonly type: BenefitType;
  readonly unit: string;
  readonly rows: readonly FigureRow[];
}

/** One group for each type and unit, because amounts of different ones have no sum. Adjustments stay out: the originals' gross is restated with them. */
function groupsOf(figures: readonly FigureRow[]): readonly Group[] {
  const groups = new Map<string, { type: BenefitType; unit: string; rows: FigureRow[] }>();
  for (const row of figures) {
    const { unit } = row.amount;
    if (row.kind !== 'ORIGINAL' || unit === null) continue;
    const key = JSON.stringify([row.type, unit]);
    const group = groups.get(key);
    if (group) group.rows.push(row);
    else groups.set(key, { type: row.type, unit, rows: [row] });
  }
  return [...groups.values()].sort((a, b) => BENEFIT_TYPES.indexOf(a.type) - BENEFIT_TYPES.indexOf(b.type) || a.unit.localeCompare(b.unit));
}

/** Null where there is nothing to add, which is not 0. A picture is drawn from it; the exact sums are the server's. */
function sumOf(values: readonly (string | null)[]): number | null {
  const there = values.filter((value) => value !== null);
  return there.length === 0 ? null : there.reduce((sum, value) => sum + Number(value), 0);
}

function barsOf(rows: readonly FigureRow[], months: readonly string[]): readonly BarMonth[] {
  return months.map((month) => {
    const ofMonth = rows.filter((row) => row.month === month);
    return { month, realised: sumOf(ofMonth.map(({ amount }) => amount.gross)), estimated: sumOf(ofMonth.map(({ amount }) => amount.estimated)) };
  });
}

/** Realised (gross) against estimated, month by month: a chart for each type and unit, for a screen of so many columns. */
export function figureCharts({ tenant, from, to, figures }: FiguresResponse, columns: number): string {
  const months = monthRange(from, to);
  const charts = groupsOf(figures).flatMap(({ type, unit, rows }) => {
    const bars = barsOf(rows, months);
    if (bars.every(({ realised, estimated }) => realised === null && estimated === null)) return [];
    return [`\n${type}, ${plainText(unit)} a month\n${barChart(bars, columns)}`];
  });
  const range = from === to ? from : `${from} to ${to}`;
  if (charts.length === 0) return `${tenant}, ${range}\n\nNothing is realised or estimated in these months.\n`;
  return `${tenant}, ${range}\n\u2588 realised (gross)   \u2500 estimated   a month without \u2588 has no figure; \u2581 is 0\n${charts.join('')}`;
}
