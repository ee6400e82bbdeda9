/** What the time picker shows, as instants in ISO 8601. */
export interface TimeRange {
  readonly from: string;
  readonly to: string;
}

// An argument ends at the first closing parenthesis, also within a call: Grafana reads it so.
const MACRO = /\$([_a-zA-Z0-9]+)\(([^)]*)\)/g;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

function secondsOf(interval: string): number {
  const [, count, unit] = /^'?(\d+)([smhdw])'?$/.exec(interval) ?? [];
  if (count === undefined || unit === undefined) throw new Error(`error parsing interval ${interval}`);
  return Number(count) * (SECONDS[unit] ?? Number.NaN);
}

const literal = (instant: string): string => `'${new Date(instant).toISOString().replace('.000Z', 'Z')}'`;

function groupOf(args: readonly string[]): string {
  const [column = '', interval] = args;
  if (interval === undefined) throw new Error('macro __timeGroup needs time column and interval and optional fill value');
  const seconds = secondsOf(interval);
  return `floor(extract(epoch from ${column})/${seconds})*${seconds}`;
}

function expansionOf(name: string, args: readonly string[], { from, to }: TimeRange): string {
  const [column = ''] = args;
  const epoch = (instant: string): string => String(Math.floor(Date.parse(instant) / 1_000));
  switch (name) {
    case '__time':
      return `${column} AS "time"`;
    case '__timeEpoch':
      return `extract(epoch from ${column}) as "time"`;
    case '__timeFilter':
      return `${column} BETWEEN ${literal(from)} AND ${literal(to)}`;
    case '__timeFrom':
      return literal(from);
    case '__timeTo':
      return literal(to);
    case '__timeGroup':
      return groupOf(args);
    case '__timeGroupAlias':
      return `${groupOf(args)} AS "time"`;
    case '__unixEpochFilter':
      return `${column} >= ${epoch(from)} AND ${column} <= ${epoch(to)}`;
    default:
      throw new Error(`unknown macro "${name}"`);
  }
}

/** The statement with Grafana's macros for PostgreSQL expanded; an unknown macro is an error, as it is there. */
export const expanded = (sql: string, range: TimeRange): string =>
  sql.replace(MACRO, (match: string, name: string, list: string, offset: number) => {
    const args = list.split(',').map((arg) => arg.trim());
    // As Grafana does it for boards of old: before a comma the group is a column called time.
    const isColumn = name === '__timeGroup' && sql[offset + match.length] === ',';
    return expansionOf(isColumn ? '__timeGroupAlias' : name, args, range);
  });
