/** What Nest injects where a port has no class of its own. */
export const ARCHIVE = Symbol('Archive');
export const JOB_STORE = Symbol('JobStore');
export const PERIOD_INBOX = Symbol('PeriodInbox');
export const TENANT_STORE = Symbol('TenantStore');
export const BENEFIT_SOURCE = Symbol('BenefitSource');
/** What a file of the archive is made with where it is not there. */
export const FILE_ARCHIVE = Symbol('FileArchive');
/** The rows of a statement for other tools. */
export const EXPORT_ROWS = Symbol('ExportRows');
export const REPORT_RUNNER = Symbol('ReportRunner');
export const DELIVERY_STORE = Symbol('DeliveryStore');
export const CLOCK = Symbol('Clock');
