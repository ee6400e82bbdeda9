import type { Fault } from '../problem.js';

import type { Hit, IdentityKind } from './hit.js';

const NAMES: Readonly<Record<IdentityKind, string>> = {
  SE: 'a Swedish personal identity or coordination number',
  DK: 'a Danish CPR number',
  NO: 'a Norwegian national identity number',
  FI: 'a Finnish personal identity code',
  EMAIL: 'an e-mail address',
  IBAN: 'a bank account number (IBAN)',
  PHONE: 'a telephone number',
  COORDINATES: 'a position in coordinates',
};

/** Says what kind of thing was found and what to do; never the thing itself. */
export function faultOf({ kind, isCertain }: Pick<Hit, 'kind' | 'isCertain'>, pointer: string): Fault {
  if (isCertain) {
    return {
      code: 'IDENTITY_NUMBER',
      pointer,
      detail: `this holds ${NAMES[kind]}: leave it out, or send a key of the system's own that says nothing about a person`,
    };
  }
  return {
    code: 'SUSPECTED_IDENTITY_NUMBER',
    pointer,
    detail: `these digits may be ${NAMES[kind]}: send another key, or let the Source manifest declare the form of its keys under safePatterns`,
  };
}
