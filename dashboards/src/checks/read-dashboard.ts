/** The parts of a generated dashboard that the rules look at; its shape is checked by the schema before. */
export interface PanelShape {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly description?: string;
  readonly gridPos: { readonly h: number; readonly w: number; readonly x: number; readonly y: number };
  readonly repeat?: string;
  readonly datasource?: { readonly uid: string };
  readonly targets?: readonly { readonly refId: string; readonly rawSql?: string; readonly expr?: string; readonly datasource: { readonly uid: string } }[];
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly fieldConfig?: {
    readonly defaults: Readonly<Record<string, unknown>> & { readonly custom: Readonly<Record<string, unknown>> };
    readonly overrides: readonly { readonly properties: readonly { readonly id: string; readonly value: unknown }[] }[];
  };
}
export interface VariableShape {
  readonly type: string;
  readonly name: string;
  readonly query?: unknown;
  readonly datasource?: { readonly uid: string };
}
export interface DashboardShape {
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly templating: { readonly list: readonly VariableShape[] };
  readonly panels: readonly PanelShape[];
}

/** A member of an object of options, at any depth; undefined where it is not there. */
export function at(of: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((value, member) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined), of);
}

export interface Statement {
  readonly where: string;
  readonly sql: string;
}
/** Every SQL of a dashboard: of its panels and of its variables. */
export const statementsOf = ({ panels, templating }: DashboardShape): readonly Statement[] => [
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.flatMap(({ refId, rawSql }) => (rawSql === undefined ? [] : [{ where: `panel '${title}', query ${refId}`, sql: rawSql }])),
  ),
  ...templating.list.flatMap(({ type, name, query }) => (type === 'query' && typeof query === 'string' ? [{ where: `variable '${name}'`, sql: query }] : [])),
];
