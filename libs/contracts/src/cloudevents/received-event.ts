/** An event as its sender wrote it, for whoever keeps what is no CloudEvent. */
export type ReceivedEvent =
  | { readonly kind: 'structured'; readonly text: string }
  | { readonly kind: 'binary'; readonly attributes: readonly (readonly [name: string, value: string])[]; readonly body: Uint8Array };

/** The same as a record that a reader of the log would judge alike. It has no key: there is no attribute that could be trusted. */
export function receivedAsKafkaRecord(event: ReceivedEvent): {
  readonly key: null;
  readonly headers: Readonly<Record<string, string>>;
  readonly value: Buffer | null;
} {
  if (event.kind === 'structured') return { key: null, headers: { 'content-type': 'application/cloudevents+json' }, value: Buffer.from(event.text, 'utf8') };
  const headers = Object.fromEntries(event.attributes.map(([name, value]) => [name === 'datacontenttype' ? 'content-type' : `ce_${name}`, value]));
  return { key: null, headers, value: event.body.byteLength === 0 ? null : Buffer.from(event.body) };
}
