const text = { type: 'string' } as const;
const words = { type: 'string', minLength: 1 } as const;
const count = { type: 'integer', minimum: 0 } as const;
const object = (required: readonly string[], properties: Readonly<Record<string, unknown>>): object => ({ type: 'object', required, properties });
const closed = (required: readonly string[], properties: Readonly<Record<string, unknown>>): object => ({
  ...object(required, properties),
  additionalProperties: false,
});
const list = (items: unknown): object => ({ type: 'array', items });

const datasource = closed(['type', 'uid'], { type: words, uid: words });
const gridPos = closed(['h', 'w', 'x', 'y'], { h: { type: 'integer', minimum: 1 }, w: { type: 'integer', minimum: 1, maximum: 24 }, x: count, y: count });
const links = list(object(['title', 'url'], { title: words, url: words }));

const sqlTarget = closed(['refId', 'datasource', 'rawQuery', 'rawSql', 'format', 'editorMode'], {
  refId: words, datasource, rawQuery: { const: true }, rawSql: words, format: { enum: ['table', 'time_series'] }, editorMode: { const: 'code' },
}); // prettier-ignore
const promTarget = closed(['refId', 'datasource', 'expr', 'legendFormat', 'format', 'editorMode'], {
  refId: words, datasource, expr: words, legendFormat: text, format: { enum: ['table', 'time_series', 'heatmap'] }, editorMode: { const: 'code' },
  range: { type: 'boolean' }, instant: { type: 'boolean' },
}); // prettier-ignore

const matcher = closed(['id', 'options'], { id: { enum: ['byName', 'byRegexp', 'byType', 'byFrameRefID'] }, options: words });
const fieldConfig = closed(['defaults', 'overrides'], {
  defaults: closed(['noValue', 'mappings', 'thresholds', 'custom', 'color'], {
    unit: words, decimals: count, min: { type: 'number' }, max: { type: 'number' }, noValue: words, mappings: list({ type: 'object' }), color: { type: 'object' }, links,
    custom: { type: 'object' },
    thresholds: closed(['mode', 'steps'], {
      mode: { const: 'absolute' },
      steps: { type: 'array', minItems: 1, items: closed(['color', 'value'], { color: words, value: { type: ['number', 'null'] } }) },
    }),
  }),
  overrides: list(closed(['matcher', 'properties'], { matcher, properties: list(closed(['id', 'value'], { id: words, value: {} })) })),
}); // prettier-ignore

const panel = closed(['id', 'gridPos', 'type', 'title', 'description', 'transparent', 'datasource', 'targets', 'options', 'fieldConfig'], {
  id: { type: 'integer', minimum: 1 }, gridPos, type: words, title: words, description: words, transparent: { type: 'boolean' }, datasource,
  targets: { type: 'array', minItems: 1, items: { anyOf: [sqlTarget, promTarget] } },
  transformations: list(closed(['id', 'options'], { id: words, options: { type: 'object' } })),
  options: { type: 'object' }, fieldConfig,
}); // prettier-ignore
const row = closed(['id', 'type', 'title', 'collapsed', 'panels', 'gridPos'], {
  id: { type: 'integer', minimum: 1 }, type: { const: 'row' }, title: words, collapsed: { const: false }, panels: { type: 'array', maxItems: 0 }, gridPos, repeat: words,
}); // prettier-ignore

const variable = object(['type', 'name'], { type: { enum: ['datasource', 'constant', 'custom', 'query'] }, name: words, hide: { enum: [0, 2] } });

/** The classic dashboard shape as these boards use it; Grafana itself takes nearly anything without a word. */
export const DASHBOARD_SCHEMA = closed(
  ['uid', 'title', 'description', 'tags', 'schemaVersion', 'version', 'editable', 'timezone', 'time', 'timepicker', 'refresh', 'annotations', 'links', 'templating', 'panels'],
  {
    uid: words, title: words, description: words, tags: list(words), schemaVersion: { const: 42 }, version: { const: 1 }, editable: { type: 'boolean' },
    graphTooltip: { enum: [0, 1, 2] }, fiscalYearStartMonth: count, timezone: words, weekStart: words, refresh: text, links,
    time: closed(['from', 'to'], { from: words, to: words }), timepicker: { type: 'object' }, annotations: closed(['list'], { list: list({ type: 'object' }) }),
    templating: closed(['list'], { list: list(variable) }),
    panels: { type: 'array', minItems: 1, items: { if: object(['type'], { type: { const: 'row' } }), then: row, else: panel } },
  },
); // prettier-ignore
