import { plot, type LineFormatterArgs } from 'simple-ascii-chart';

/** Null: there is no figure, and nothing is drawn. */
export interface BarMonth {
  /** `YYYY-MM` */
  readonly month: string;
  readonly realised: number | null;
  readonly estimated: number | null;
}

interface Scale {
  /** From the lowest to the highest, evenly spaced, 0 among them. */
  readonly ticks: readonly number[];
  readonly label: (value: number) => string;
}

const WANTED_TICKS = 4;
const WANTED_ROWS = 12;
const MAX_COLUMNS_PER_MONTH = 6;

/** Ticks of 1, 2 or 5 times a power of ten that hold all values and 0. */
function scaleOf(values: readonly number[]): Scale {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const raw = (high - low || 1) / WANTED_TICKS;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= raw) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  // Multiples of a step such as 0.1 are no exact floats; 12 digits bring them back.
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  const decimals = Math.max(0, -Math.floor(Math.log10(step)));
  return { ticks, label: (value) => value.toFixed(decimals) };
}

interface Drawing {
  readonly months: readonly BarMonth[];
  readonly barColumns: number;
}

type Symbols = { x: number; y: number; symbol: string }[];

/**
 * What is drawn at each point, in the order in which the library asks: all points of its first line, then of its second, then of its third. The
 * first line lies at 0 and shows only where that row is, the second is what is realised, the third what is estimated.
 */
function drawn({ months, barColumns }: Drawing): (point: LineFormatterArgs) => Symbols {
  let calls = 0;
  let zeroRow = 0;
  const wide = ({ plotX }: LineFormatterArgs, y: number, symbol: string): Symbols =>
    Array.from({ length: barColumns }, (_, column) => ({ x: plotX + column, y, symbol }));
  return (point) => {
    const line = Math.floor(calls / months.length);
    const month = months[calls % months.length];
    calls += 1;
    const row = point.plotY;
    if (line === 0) zeroRow = row;
    if (line === 1 && month?.realised === 0) return wide(point, row, '\u2581');
    if (line === 1 && typeof month?.realised === 'number') {
      const rows = Array.from({ length: Math.abs(row - zeroRow) + 1 }, (_, index) => Math.min(row, zeroRow) + index);
      return rows.flatMap((y) => wide(point, y, '\u2588'));
    }
    return line === 2 && typeof month?.estimated === 'number' ? wide(point, row, '\u2500') : [];
  };
}

const LABEL_COLUMNS = 3;

/** The numbers of the months, of every second or third one where a month is narrower than its number. */
function monthAxis(months: readonly BarMonth[], columnsPerMonth: number): { readonly ticks: number[]; readonly label: (tick: number) => string } {
  const stride = Math.ceil(LABEL_COLUMNS / columnsPerMonth);
  const ticks = months.map((_, index) => index + 1).filter((tick) => (tick - 1) % stride === 0);
  return { ticks, label: (tick) => (months[tick - 1]?.month ?? '').slice(5) };
}

/** Bars of what is realised from 0 on, with a stroke where the estimate lies; plain characters without colour. A month takes at least one column. */
export function barChart(months: readonly BarMonth[], columns: number): string {
  const { ticks, label } = scaleOf(months.flatMap(({ realised, estimated }) => [realised, estimated]).filter((value) => value !== null));
  const labelColumns = Math.max(...ticks.map((tick) => label(tick).length)) + 3;
  const columnsPerMonth = Math.max(1, Math.min(MAX_COLUMNS_PER_MONTH, Math.floor((columns - labelColumns) / months.length)));
  const axis = monthAxis(months, columnsPerMonth);
  const rowsPerTick = Math.max(2, Math.round(WANTED_ROWS / (ticks.length - 1)));
  const line = (valueOf: (month: BarMonth) => number | null): [number, number][] => months.map((month, index) => [index + 1, valueOf(month) ?? 0]);
  const text = plot([line(() => 0), line(({ realised }) => realised), line(({ estimated }) => estimated)], {
    width: Math.max(2, months.length * columnsPerMonth),
    height: rowsPerTick * (ticks.length - 1) + 1,
    yRange: [ticks[0] ?? 0, ticks.at(-1) ?? 1],
    customXAxisTicks: axis.ticks,
    customYAxisTicks: [...ticks],
    formatter: (value, { axis: direction }) => (direction === 'x' ? axis.label(value) : label(value)),
    lineFormatter: drawn({ months, barColumns: columnsPerMonth >= LABEL_COLUMNS ? 2 : 1 }),
  });
  const lines = text.split('\n').map((row) => row.trimEnd());
  return `${lines.filter((row) => row !== '').join('\n')}\n`;
}
