import type { BenefitStatusRow, RegisterEntryRow, RegisterObject, RegisterVersion } from '@hemtag/contracts';
import { changeText } from './apply-columns.js';
import type { Column } from './columns.js';
import { plainText } from '../terminal.js';
import { tableText } from './table.js';

export interface VersionRow extends RegisterVersion {
  readonly kind: string;
  readonly tenant: string | null;
  readonly name: string;
}

export const versionRows = (objects: readonly RegisterObject[]): VersionRow[] =>
  objects.flatMap(({ kind, tenant, name, versions }) => versions.map((version) => ({ kind, tenant, name, ...version })));

export const versionColumns: readonly Column<VersionRow>[] = [
  { header: 'kind', cell: (row) => row.kind },
  { header: 'tenant', cell: (row) => row.tenant },
  { header: 'name', cell: (row) => row.name },
  { header: 'version', cell: (row) => row.version, numeric: true },
  { header: 'recordedAt', cell: (row) => row.recordedAt },
  { header: 'author', cell: (row) => row.author },
];

/** What an entry says, beside what stands in columns of its own: `value 347.04, method salary`. */
const OWN_COLUMNS: ReadonlySet<string> = new Set(['validFrom', 'validTo', 'date', 'name', 'kind', 'reason', 'source', 'approvedBy', 'corrects']);
const valueText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
const contentText = (content: object): string =>
  Object.entries(content)
    .filter(([field]) => !OWN_COLUMNS.has(field))
    .map(([field, value]) => `${field} ${valueText(value)}`)
    .join(', ');

const entryColumns: readonly Column<RegisterEntryRow>[] = [
  { header: 'list', cell: (row) => row.path },
  { header: 'valid from', cell: (row) => row.validFrom },
  { header: 'valid to', cell: (row) => row.validTo },
  { header: 'says', cell: (row) => contentText(row.content) },
  { header: 'recorded', cell: (row) => row.recordedAt },
  { header: 'superseded', cell: (row) => row.supersededAt },
  { header: 'author', cell: (row) => row.author },
  { header: 'approved by', cell: (row) => row.approvedBy },
  { header: 'source', cell: (row) => row.source },
  { header: 'reason', cell: (row) => row.reason },
];

const MISSING: Readonly<Record<string, string>> = {
  OWNER: 'benefitOwner',
  TYPE: 'type',
  EVIDENCE: 'evidence',
  METER: 'meter',
  GO_LIVE: 'goLive',
  PROCESS_CHANGE: 'processChange',
  VALUE: 'a value',
  REDEPLOYABLE: 'redeployable in adjust',
  BASELINE: 'a baseline',
  BASELINE_APPROVAL: 'approvedBy of the first baseline',
  BASELINE_BEFORE_GO_LIVE: 'measuredTo of the first baseline on or before goLive',
};
const statusColumns: readonly Column<BenefitStatusRow>[] = [
  { header: 'benefit', cell: (row) => row.benefit },
  { header: 'status', cell: (row) => row.status },
  { header: 'active from', cell: (row) => row.activeFrom },
  { header: 'ends on', cell: (row) => row.endsOn },
  { header: 'estimate approved', cell: (row) => (row.hasApprovedEstimate ? 'yes' : 'no') },
  { header: 'missing', cell: (row) => row.missing.map((what) => MISSING[what] ?? what).join('; ') },
];

const versionText = ({ version, recordedAt, author, changes }: RegisterVersion): string =>
  ['', `Version ${version}, ${recordedAt}, ${author}`, ...changes.map((change) => `  ${changeText(change)}`)].map((line) => `${plainText(line)}\n`).join('');

function objectText(object: RegisterObject): string {
  const { retired, statuses = [], entries, versions } = object;
  const newest = versions.at(-1);
  return [
    tableText(versionColumns, versionRows([object])),
    ...versions.filter(({ changes }) => changes.length > 0).map(versionText),
    ...(retired ? [`\nRetired from ${retired.from} on: ${retired.reason}\n`] : []),
    ...(statuses.length > 0 ? ['\n', tableText(statusColumns, statuses)] : []),
    ...(entries.length > 0 ? ['\n', tableText(entryColumns, entries)] : []),
    ...(newest ? [`\n${JSON.stringify(newest.document, null, 2)}\n`] : []),
  ].join('');
}

/** A list of objects is an overview; one named object is shown with what each version changed, its entries, and what it says now. */
export function registerTable(objects: readonly RegisterObject[], name: string | null): string {
  return name === null ? tableText(versionColumns, versionRows(objects)) : objects.map(objectText).join('\n');
}
