import { decodeUtf8 } from './strict-json.js';

const HEX = /^[0-9A-Fa-f]{2}$/;

/** Takes double-quoted strings apart (RFC 7230, 3.2.6); null where a quote does not close. */
function unquote(value: string): string | null {
  if (!value.includes('"')) return value;
  let [result, isQuoted] = ['', false];
  for (let at = 0; at < value.length; at += 1) {
    const character = value.charAt(at);
    if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted && character === '\\') {
      at += 1;
      result += value.charAt(at);
    } else result += character;
  }
  return isQuoted ? null : result;
}

/** One round of percent-decoding; null for a broken sequence or bytes that are not UTF-8. */
function percentDecode(value: string): string | null {
  if (!value.includes('%')) return value;
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at += 1) {
    if (value.charAt(at) !== '%') bytes.push(value.charCodeAt(at));
    else {
      const hex = value.slice(at + 1, at + 3);
      if (!HEX.test(hex)) return null;
      bytes.push(Number.parseInt(hex, 16));
      at += 2;
    }
  }
  return decodeUtf8(Uint8Array.from(bytes));
}

/** The value of a `ce-` header (CloudEvents HTTP binding 3.1.3.2); null where it cannot be decoded. Headers are ASCII: everything else must come percent-encoded. */
export function decodeHeaderValue(value: string): string | null {
  if (!/^[\t\x20-\x7e]*$/.test(value)) return null;
  const unquoted = unquote(value);
  return unquoted === null ? null : percentDecode(unquoted);
}
