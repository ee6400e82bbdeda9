const MEDIA_TYPE = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+)\/([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*(;.*)?$/;
const CHARSET = /;[ \t]*charset[ \t]*=[ \t]*"?([^\s;"]+)/i;

export interface MediaType {
  /** Type and subtype in lower case, without parameters. */
  readonly essence: string;
  readonly isJson: boolean;
  /** A type whose bytes are UTF-8 text by its name. */
  readonly isText: boolean;
}

/** What nearly every event has, known without reading it. */
const PLAIN_JSON = 'application/json';
const PLAIN_JSON_TYPE: MediaType = { essence: PLAIN_JSON, isJson: true, isText: false };

/** RFC 2046: the type part counts in any case; parameters matter only where they name another encoding than UTF-8. Null for what is no media type. */
export function parseMediaType(value: string): MediaType | null {
  if (value === PLAIN_JSON) return PLAIN_JSON_TYPE;
  const match = MEDIA_TYPE.exec(value);
  if (!match) return null;
  const [type, subtype] = [(match[1] ?? '').toLowerCase(), (match[2] ?? '').toLowerCase()];
  const charset = CHARSET.exec(match[3] ?? '')?.[1]?.toLowerCase();
  const isUtf8 = charset === undefined || charset === 'utf-8' || charset === 'utf8' || charset === 'us-ascii';
  const isTextual = type === 'text' || /(^|\+)(xml|yaml)$/.test(subtype) || subtype === 'javascript' || subtype === 'x-www-form-urlencoded';
  return { essence: `${type}/${subtype}`, isJson: subtype === 'json' || subtype.endsWith('+json'), isText: isTextual && isUtf8 };
}

export type EventFormat = 'structured' | 'batch' | 'unsupported' | 'none';

/** Which CloudEvents format a content type announces; `none` means binary mode. */
export function eventFormatOf(contentType: string | null): EventFormat {
  if (contentType === null || contentType === PLAIN_JSON || !/^application\/cloudevents/i.test(contentType)) return 'none';
  const essence = parseMediaType(contentType)?.essence;
  if (essence === 'application/cloudevents+json') return 'structured';
  return essence === 'application/cloudevents-batch+json' ? 'batch' : 'unsupported';
}
