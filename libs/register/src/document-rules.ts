import { periodFaults } from './dated-periods.js';
import type { InitiativeDocument, RateDocument, RateSpec, RegisterDocument, ReportPlanDocument, TenantDocument } from './documents.js';
import type { Fields } from './entry-content.js';
import { draftOf } from './initiative-draft.js';
import { initiativeFaults } from './initiative-rules.js';
import type { MergedDocument } from './merge-document.js';
import { describePeriods, placeOf, type Places } from './places.js';
import type { LocalFault } from './register-fault.js';
import { entryFaults, specFaults } from './required-fields.js';

function rateFaults({ spec }: RateDocument, places: Places): LocalFault[] {
  const { versions = [] }: Partial<RateSpec> = spec;
  const lacking = versions.flatMap((version) =>
    entryFaults('versions', version as unknown as Fields).map(({ field, detail }) => ({
      path: placeOf(places, [{ part: version, field }], 'spec.versions'),
      detail,
    })),
  );
  return [...lacking, ...describePeriods(periodFaults(versions), { places, listPath: 'spec.versions', gaps: 'refused' })];
}

/** Volumes are stored by local day and amounts in one currency, so that neither can change underneath them. */
function tenantFaults(registered: RegisterDocument | null, { spec }: TenantDocument): LocalFault[] {
  if (registered?.kind !== 'Tenant') return [];
  const zone =
    spec.timeZone === registered.spec.timeZone
      ? []
      : [{ path: 'spec.timeZone', detail: `cannot change from ${registered.spec.timeZone}: volumes are stored by its local days` }];
  const money =
    spec.currency === registered.spec.currency
      ? []
      : [{ path: 'spec.currency', detail: `cannot change from ${registered.spec.currency}: the tenant's amounts are in it` }];
  return [...zone, ...money];
}

/** Whom initiatives name; the other roles have nothing of their own in them. */
const NAMED_ROLES: readonly string[] = ['benefit-owner', 'controller'];

/** Working days of a plan that names none, counted from 1. */
export interface PlanDays {
  readonly preliminaryWorkingDay: number;
  readonly finalWorkingDay: number;
}

/** A plan without anybody to send to would be kept and never noticed; a final report before the preliminary one would close an unread month. */
function reportPlanFaults({ spec }: ReportPlanDocument, planDays: PlanDays): LocalFault[] {
  const { departments = [] } = spec;
  const { preliminaryWorkingDay, finalWorkingDay } = { ...planDays, ...spec };
  const nobody = (spec.recipients ?? []).length + (spec.targets ?? []).length === 0;
  const addresses = (spec.recipients ?? []).map(({ address }) => address.toLowerCase());
  return [
    ...(nobody ? [{ path: 'spec.recipients', detail: 'recipients or targets must name at least one' }] : []),
    ...addresses.flatMap((address, index) =>
      addresses.indexOf(address) < index
        ? [{ path: `spec.recipients[${index}].address`, detail: 'stands in the plan already: nobody gets a report twice' }]
        : [],
    ),
    ...departments.flatMap((department, index) =>
      departments.indexOf(department) < index ? [{ path: `spec.departments[${index}]`, detail: 'stands in the list already' }] : [],
    ),
    ...(spec.recipients ?? []).flatMap(({ role, knownAs }, index) =>
      knownAs === undefined || NAMED_ROLES.includes(role)
        ? []
        : [{ path: `spec.recipients[${index}].knownAs`, detail: `is for the roles ${NAMED_ROLES.join(' and ')}: initiatives name nobody else` }],
    ),
    ...(preliminaryWorkingDay < finalWorkingDay
      ? []
      : [{ path: 'spec.finalWorkingDay', detail: `must come after preliminaryWorkingDay, which is ${preliminaryWorkingDay}` }]),
  ];
}

/** An initiative counts once in each of its goals. */
const goalFaults = ({ spec: { goals = [] } }: InitiativeDocument): LocalFault[] =>
  goals.flatMap((goal, index) =>
    goals.indexOf(goal) < index ? [{ path: `spec.goals[${index}]`, detail: `is the goal of spec.goals[${goals.indexOf(goal)}] once more` }] : [],
  );

function kindFaults(registered: RegisterDocument | null, { document, places }: MergedDocument, planDays: PlanDays): LocalFault[] {
  switch (document.kind) {
    case 'Tenant':
      return tenantFaults(registered, document);
    case 'Source':
      return [];
    case 'Rate':
      return rateFaults(document, places);
    case 'Initiative':
      return [...goalFaults(document), ...initiativeFaults(draftOf(document), places)];
    case 'ReportPlan':
      return reportPlanFaults(document, planDays);
  }
}

/** Everything that is wrong with one document by itself. */
export function documentFaults(registered: RegisterDocument | null, merged: MergedDocument, planDays: PlanDays): LocalFault[] {
  return [...merged.faults, ...specFaults(merged.document.kind, merged.document.spec as unknown as Fields), ...kindFaults(registered, merged, planDays)];
}
