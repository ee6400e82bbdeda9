/** Name of the header of W3C trace context, over HTTP and on records of the log. */
export const TRACEPARENT = 'traceparent';

const FORM = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-0[0-3]$/;

/** Whether it is a trace context of version 00, and nothing else. */
export const isTraceparent = (text: string): boolean => FORM.test(text);

type HeaderValue = Uint8Array | string;

/** The trace context that headers carry; null where there is none, or another thing under its name. */
export function traceparentOf(headers: Readonly<Record<string, HeaderValue | readonly HeaderValue[] | undefined>> | undefined): string | null {
  const value = headers?.[TRACEPARENT];
  const text = typeof value === 'string' ? value : value instanceof Uint8Array ? Buffer.from(value).toString('latin1') : '';
  return isTraceparent(text) ? text : null;
}
