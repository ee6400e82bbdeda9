import type { GrafanaPanel as Panel, PanelQuery } from '@hemtag/dashboards';
import type { Answer, Kind } from './answers.js';

/** A query of a panel with what the database said, and the columns that the panel's builder declares. */
export interface Answered {
  readonly query: PanelQuery;
  readonly declared: readonly { readonly name: string; readonly kind: string }[];
  readonly answer: Answer;
}

const AMOUNT_UNIT = /^currency:financial: \S.*:suffix$/;
const PLAIN_UNITS = ['none', 'locale', 's'];
/** Grafana takes a bare day for an instant in UTC, and shows what is neither text nor number as code. */
const SHOWN: readonly Kind[] = ['text', 'number', 'time', 'boolean'];

const namesOf = ({ columns }: Answer): readonly string[] => columns.map(({ name }) => name);
const kindOf = ({ columns }: Answer, name: string): Kind | undefined => columns.find((column) => column.name === name)?.kind;

function columnFaults({ declared, answer }: Answered): readonly string[] {
  const said = answer.columns.map(({ name, kind }) => `${name} ${kind}`).join(', ');
  const expected = declared.map(({ name, kind }) => `${name} ${kind}`).join(', ');
  return [
    ...(said === expected ? [] : [`answers with (${said}) where the panel declares (${expected})`]),
    ...answer.columns.filter(({ kind }) => !SHOWN.includes(kind)).map(({ name, kind }) => `column ${name} is ${kind}, which Grafana cannot show rightly`),
  ];
}

const isAscending = (values: readonly number[]): boolean => values.every((value, index) => index === 0 || value > (values[index - 1] ?? value));

function timeSeriesFaults({ query, answer }: Answered): readonly string[] {
  if (query.format !== 'time_series') return [];
  if (kindOf(answer, 'time') !== 'time') return ['a time series has a column time with instants'];
  const times = answer.rows.map(({ time }) => (time as Date).getTime());
  const values = answer.columns.filter(({ name }) => name !== 'time' && name !== 'metric');
  return [
    ...(times.every((time, index) => index === 0 || time >= (times[index - 1] ?? time)) ? [] : ['times are not in ascending order']),
    ...(values.length > 0 && values.every(({ kind }) => kind === 'number') ? [] : ['a time series has numbers as values']),
  ];
}

/** Which columns the panel's own settings name; each has to be there. */
function mentioned({ fieldConfig, options, transformations = [] }: Panel): readonly string[] {
  const byName = (fieldConfig?.overrides ?? []).filter(({ matcher }) => matcher.id === 'byName').map(({ matcher }) => String(matcher.options));
  const links = [...JSON.stringify([fieldConfig, options]).matchAll(/\$\{__data\.fields(?:\.(\w+)|\[\\"([^\]]+)\\"\])/g)].map(([, plain, inBrackets]) => plain ?? inBrackets ?? '');
  const xField = options?.['xField'];
  const reduced = /^\/\^(.+)\$\/$/.exec(String((options?.['reduceOptions'] as { fields?: string } | undefined)?.fields ?? ''))?.[1];
  const below = JSON.stringify(fieldConfig ?? {}).matchAll(/"custom\.fillBelowTo","value":"([^"]+)"/g);
  const tiles = transformations.some(({ id }) => id === 'rowsToFields');
  return [...(tiles ? [] : byName), ...links, ...(typeof xField === 'string' ? [xField] : []), ...(reduced === undefined ? [] : [reduced]), ...[...below].map(([, name]) => name ?? '')];
} // prettier-ignore

interface Mapping {
  readonly fieldName: string;
  readonly handlerKey: string;
}

/** Columns that settings are taken from: `rowsToFields` from all rows, `configFromData` from the one row of its target. */
function settingFaults(panel: Panel, answers: ReadonlyMap<string, Answer>): readonly string[] {
  return (panel.transformations ?? []).flatMap(({ id, options }) => {
    const { mappings = [], configRefId = 'A' } = options as { readonly mappings?: readonly Mapping[]; readonly configRefId?: string };
    if (id !== 'rowsToFields' && id !== 'configFromData') return [];
    const answer = answers.get(configRefId);
    if (answer === undefined) return [`${id} takes settings from ${configRefId}, which no target has`];
    const names = namesOf(answer);
    // The colour of a tile is the one thing that may be left out.
    const lacking = mappings.filter(({ fieldName, handlerKey }) => !names.includes(fieldName) && handlerKey !== 'color').map(({ fieldName }) => fieldName);
    const of = (key: string): readonly unknown[] => {
      const { fieldName = key } = mappings.find(({ handlerKey }) => handlerKey === key) ?? {};
      return answer.rows.flatMap((row) => (fieldName in row ? [row[fieldName]] : []));
    };
    return [
      ...lacking.map((name) => `${id} needs a column ${name}`),
      ...of('unit').flatMap((unit) => (AMOUNT_UNIT.test(String(unit)) || PLAIN_UNITS.includes(String(unit)) ? [] : [`the unit ${String(unit)} is none of those that fit`])),
      ...of('decimals').flatMap((decimals) => (Number.isInteger(decimals) ? [] : [`decimals are ${String(decimals)}`])),
      ...(id === 'configFromData' && answer.rows.length > 1 ? [`${configRefId} gives ${answer.rows.length} rows of settings`] : []),
      ...(id === 'rowsToFields' && (kindOf(answer, 'value') !== 'number' || kindOf(answer, 'name') !== 'text') ? ['a tile has a text as name and a number as value'] : []),
    ];
  }); // prettier-ignore
}

function chartFaults({ type, options }: Panel, answers: ReadonlyMap<string, Answer>): readonly string[] {
  const x = options?.['xField'];
  if (typeof x !== 'string') return ['barchart', 'trend'].includes(type) ? ['names no column to stand below its series'] : [];
  const main = [...answers.values()].find((answer) => namesOf(answer).includes(x));
  const hasNumbers = main?.columns.some(({ name, kind }) => name !== x && kind === 'number') ?? false;
  if (type === 'barchart') return main !== undefined && kindOf(main, x) === 'text' && hasNumbers ? [] : ['a bar chart has a text to stand below its bars, and numbers'];
  if (type !== 'trend') return [];
  if (main === undefined || kindOf(main, x) !== 'number' || !hasNumbers) return ['a trend has a number as x, and numbers'];
  const months = main.rows.map((row) => Number(row[x]));
  return months.length === 12 && isAscending(months) && months[0] === 1 && months[11] === 12 ? [] : [`a trend over a year has the months 1 to 12, not ${months.join(', ')}`];
} // prettier-ignore

/** What is wrong with the answers to the queries of one panel as it was shown once, as sentences. */
export function panelFaults(answered: readonly Answered[]): readonly string[] {
  const [first] = answered;
  if (first === undefined) return [];
  const { panel } = first.query;
  const answers = new Map(answered.map(({ query, answer }) => [query.refId, answer]));
  const names = new Set([...answers.values()].flatMap(namesOf));
  // Long rows become series named by what stands in `metric`.
  const isLong = names.has('metric');
  const faults = [
    ...answered.flatMap((one) => [...columnFaults(one), ...timeSeriesFaults(one)].map((fault) => `${one.query.refId}: ${fault}`)),
    ...(isLong ? [] : mentioned(panel).filter((name) => !names.has(name)).map((name) => `names a column ${name} that no query answers`)), // prettier-ignore
    ...settingFaults(panel, answers),
    ...chartFaults(panel, answers),
  ];
  return faults.map((fault) => `${panel.title ?? ''} (${panel.type}) ${fault}`);
}
