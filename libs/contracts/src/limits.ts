/** What one request or one event may cost; contract section 5. The broker's limits lie above these. */
export const INTAKE_LIMITS = {
  bodyBytes: 5 * 1024 * 1024,
  items: 1_000,
  eventBytes: 1024 * 1024,
  /** Levels of objects and arrays in one event as received. */
  jsonDepth: 64,
} as const;
/** Of all departments that a report is of together: they are a key. */
export const MAX_DEPARTMENTS_CHARACTERS = 1_000;
