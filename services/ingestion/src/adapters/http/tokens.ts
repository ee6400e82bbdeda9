/** What Nest injects into the controllers of the operators' API. */
export const EVENT_PORTS = Symbol('event ports');
export const REJECT_PORTS = Symbol('reject ports');
export const SOURCE_PORTS = Symbol('source ports');
export const VERIFY_PORTS = Symbol('verify ports');
