/** A board as a file has it, as far as its queries go. */
export interface Board {
  readonly uid: string;
  readonly title: string;
  /** What the time picker shows at first, as Grafana writes it. */
  readonly time?: { readonly from: string; readonly to: string };
  readonly panels: readonly Panel[];
  readonly templating: { readonly list: readonly Variable[] };
}

export interface Target {
  readonly refId: string;
  readonly rawSql?: string;
  readonly expr?: string;
  readonly format?: string;
  readonly hide?: boolean;
}

export interface Override {
  readonly matcher: { readonly id: string; readonly options?: unknown };
  readonly properties: readonly { readonly id: string; readonly value?: unknown }[];
}

export interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title?: string;
  readonly repeat?: string;
  readonly collapsed?: boolean;
  readonly panels?: readonly Panel[];
  readonly targets?: readonly Target[];
  readonly transformations?: readonly { readonly id: string; readonly options: Readonly<Record<string, unknown>> }[];
  readonly fieldConfig?: {
    readonly defaults?: Readonly<Record<string, unknown>>;
    readonly overrides?: readonly Override[];
  };
  readonly options?: Readonly<Record<string, unknown>>;
}

export interface Variable {
  readonly name: string;
  readonly type: string;
  readonly query?: string | { readonly rawSql?: string; readonly query?: string };
  readonly multi?: boolean;
  readonly includeAll?: boolean;
  readonly current?: { readonly value?: string | readonly string[]; readonly text?: string | readonly string[] };
}
