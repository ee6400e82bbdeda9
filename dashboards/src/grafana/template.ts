/** A variable as somebody has set it: its values, their texts, and whether the board declares it as a list. */
export interface SetVariable {
  readonly values: readonly string[];
  readonly texts: readonly string[];
  /** `multi` or `includeAll`: then Grafana quotes it for SQL where no format is given. */
  readonly isList: boolean;
}
export type SetVariables = Readonly<Record<string, SetVariable>>;

const VARIABLE = /\$\{(\w+)(?::(\w+))?\}|\$(\w+)|\[\[(\w+?)(?::(\w+))?\]\]/g;

const doubled = (value: string): string => value.replaceAll("'", "''");
const quoted = (value: string): string => `'${doubled(value)}'`;
/** `encodeURIComponent` leaves some characters that Grafana encodes as well. */
const percentEncoded = (value: string): string =>
  encodeURIComponent(value).replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

function formatted(name: string, { values, texts, isList }: SetVariable, format: string | undefined): string {
  switch (format) {
    case 'sqlstring':
      return values.map(quoted).join(',');
    case 'text':
      return texts.join(' + ');
    case 'raw':
      return values.join(',');
    case 'percentencode':
      return percentEncoded(values.length === 1 ? (values[0] ?? '') : `{${values.join(',')}}`);
    case 'queryparam':
      return values.map((value) => `var-${name}=${percentEncoded(value)}`).join('&');
    case undefined:
      return isList ? values.map(quoted).join(',') : doubled(values.join(','));
    default:
      throw new Error(`Grafana's variable format ${format} is not known here`);
  }
}

/** The text with its variables put in, as Grafana does it for a PostgreSQL query. What is no variable stays as it is, so the database says that it is wrong. */
export const interpolated = (text: string, variables: SetVariables): string =>
  text.replace(VARIABLE, (match: string, ...groups: (string | undefined)[]) => {
    const [braced, bracedFormat, plain, bracketed, bracketedFormat] = groups;
    const name = braced ?? plain ?? bracketed ?? '';
    const variable = variables[name];
    return variable === undefined ? match : formatted(name, variable, bracedFormat ?? bracketedFormat);
  });
