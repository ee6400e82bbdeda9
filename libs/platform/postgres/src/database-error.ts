const codeOf = (error: unknown): string | null =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : null;

/** The five characters that PostgreSQL gives an error; null for an error that is not the server's. */
export function sqlState(error: unknown): string | null {
  const code = codeOf(error);
  return code !== null && /^[0-9A-Z]{5}$/.test(code) ? code : null;
}

// Class 08 connection, 25P0[34] ended because idle or too long in a transaction, 40 rollback (serialisation, deadlock), 53 resources,
// 57P shutdown and recovery, 55P03 lock not available.
const RETRIABLE_STATES = /^(08...|25P0[34]|40001|40P01|40003|53...|57P0[1-5]|55P03)$/;
const NETWORK_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN', 'ENOTFOUND']);

/** The connection was lost in the middle, so that it is unknown whether a commit took place. Marked here, where it is noticed. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';
}

/** Whether the same transaction may succeed when it is repeated as a whole. Everything that is not marked is final. */
export function isRetriable(error: unknown): boolean {
  if (error instanceof ConnectionLost) return true;
  const state = sqlState(error);
  if (state !== null && RETRIABLE_STATES.test(state)) return true;
  return NETWORK_CODES.has(codeOf(error) ?? '');
}
