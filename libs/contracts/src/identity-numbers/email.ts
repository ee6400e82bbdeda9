import { isAlphanumeric } from './characters.js';
import type { Hit } from './hit.js';

const LOCAL = /[0-9A-Za-z._%+'&~!#$*=?^{|}-]/;
const DOMAIN = /[0-9A-Za-z.-]/;
/** At least one dot, and a top level of letters: `name@1.2.0` is a version. */
const DOMAIN_FORM = /^(?:[0-9A-Za-z](?:[0-9A-Za-z-]*[0-9A-Za-z])?\.)+[A-Za-z]{2,}/;
const [LONGEST_LOCAL, LONGEST_DOMAIN] = [64, 255];

/** E-mail addresses; every sign that could be one is walked from its at sign, so the work is bounded. */
export function findEmails(text: string): readonly Hit[] {
  const hits: Hit[] = [];
  for (let at = text.indexOf('@'); at !== -1; at = text.indexOf('@', at + 1)) {
    let [start, end] = [at, at + 1];
    while (at - start < LONGEST_LOCAL && start > 0 && LOCAL.test(text.charAt(start - 1))) start -= 1;
    while (end - at <= LONGEST_DOMAIN && DOMAIN.test(text.charAt(end))) end += 1;
    while (start < at && !isAlphanumeric(text.charCodeAt(start))) start += 1;
    const domain = DOMAIN_FORM.exec(text.slice(at + 1, end));
    if (start < at && domain) hits.push({ kind: 'EMAIL', isCertain: true, start, end: at + 1 + domain[0].length });
  }
  return hits;
}
