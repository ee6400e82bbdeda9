/** What Nest injects where a port has no class of its own. */
export const ARCHIVE = Symbol('Archive');
export const JOB_STORE = Symbol('JobStore');
export const PERIOD_INBOX = Symbol('PeriodInbox');
export const BENEFIT_SOURCE = Symbol('BenefitSource');
export const RENDERING = Symbol('Rendering');
export const METRICS_HANDLE = Symbol('Metrics');
export const CLOCK = Symbol('Clock');
