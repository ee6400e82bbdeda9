import { statement, type Query } from './sql.js';
import type { SqlKind } from './expression.js';
import type { PromExpression } from './promql.js';

/** A query of a panel, with what its answer looks like: a test runs every one and compares. */
export interface SqlTarget {
  readonly kind: 'sql';
  readonly refId: string;
  /** `time_series` wants a column `time` and draws long rows (`time, metric, value`) as one series for each metric. */
  readonly format: 'table' | 'time_series';
  readonly sql: string;
  readonly columns: readonly { readonly name: string; readonly kind: SqlKind }[];
}
export interface PromTarget {
  readonly kind: 'prometheus';
  readonly refId: string;
  readonly expression: string;
  readonly legend: string;
  readonly format: 'time_series' | 'table' | 'heatmap';
  readonly isInstant: boolean;
}
export type Target = SqlTarget | PromTarget;

/** Unsorted rows are drawn wrong without an error, so a target is ordered. */
export function sqlTarget(query: Query, { refId = 'A', format = 'table' }: { readonly refId?: string; readonly format?: SqlTarget['format'] } = {}): SqlTarget {
  if (!query.isOrdered) throw new Error(`The rows of ${refId} have no order.`);
  const columns = Object.entries(query.columns).map(([name, { kind }]) => ({ name, kind }));
  if (format === 'time_series' && !columns.some(({ name, kind }) => name === 'time' && kind === 'time')) throw new Error(`${refId} has no column time.`);
  return { kind: 'sql', refId, format, sql: statement(query), columns };
}

export const promTarget = (
  expression: PromExpression,
  { refId = 'A', legend, format = 'time_series', isInstant = false }: { readonly refId?: string; readonly legend: string } & Partial<Pick<PromTarget, 'format' | 'isInstant'>>,
): PromTarget => ({ kind: 'prometheus', refId, expression: expression.text, legend, format, isInstant }); // prettier-ignore

/** A target as the classic panel shape has it. The data source is a variable, so a board knows no server. */
export function targetJson(target: Target): Record<string, unknown> {
  switch (target.kind) {
    case 'sql':
      return {
        refId: target.refId, datasource: { type: 'grafana-postgresql-datasource', uid: '${ds}' }, rawQuery: true, rawSql: target.sql, format: target.format,
        editorMode: 'code',
      }; // prettier-ignore
    case 'prometheus':
      return {
        refId: target.refId, datasource: { type: 'prometheus', uid: '${prom}' }, expr: target.expression, legendFormat: target.legend, format: target.format,
        editorMode: 'code', range: !target.isInstant, instant: target.isInstant,
      }; // prettier-ignore
  }
}
