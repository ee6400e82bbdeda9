/** CloudEvents 1.0. What the sender left out is null or missing: nothing is ever filled in. */
export interface CloudEvent {
  readonly id: string;
  /** URI-reference, RFC 3986. */
  readonly source: string;
  readonly type: string;
  readonly subject: string | null;
  /** As sent; RFC 3339 with offset. */
  readonly time: string | null;
  readonly datacontenttype: string | null;
  readonly dataschema: string | null;
  /** Bindings with headers know only text, the JSON format also booleans and 32-bit integers. */
  readonly extensions: Readonly<Record<string, AttributeValue>>;
  readonly data: EventData;
}
export type AttributeValue = string | number | boolean;

/** `json` holds the parsed value (0, false and null are values), `text` what a text media type carries, `bytes` everything else. */
export type EventData =
  | { readonly kind: 'none' }
  | { readonly kind: 'json'; readonly value: unknown }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'bytes'; readonly value: Uint8Array };

export const NO_DATA: EventData = { kind: 'none' };

/** The JSON event format of an event, ready for `JSON.stringify`. */
export function toJsonFormat(event: CloudEvent): Record<string, unknown> {
  const { id, source, type, extensions, data } = event;
  const rendered: Record<string, unknown> = { specversion: '1.0', id, source, type };
  for (const name of ['subject', 'time', 'datacontenttype', 'dataschema'] as const) if (event[name] !== null) rendered[name] = event[name];
  Object.assign(rendered, extensions);
  if (data.kind === 'bytes') rendered.data_base64 = Buffer.from(data.value).toString('base64');
  else if (data.kind !== 'none') rendered.data = data.value;
  return rendered;
}
