/** The part of a logger that this library needs; the service's logger fits. */
export interface DatabaseLog {
  info(fields: object, event: string): void;
  warn(fields: object, event: string): void;
}
