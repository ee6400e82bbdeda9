import { Ajv } from 'ajv';
import { DASHBOARD_SCHEMA } from './dashboard-schema.js';
import type { DashboardShape } from './read-dashboard.js';
import { RULES } from './rules.js';

const matches = new Ajv({ allErrors: true, allowUnionTypes: true }).compile(DASHBOARD_SCHEMA);

/** A dashboard as it lies in a file, and the folder of Grafana that it goes into. */
export interface FiledDashboard {
  readonly folder: string;
  readonly json: unknown;
}

function faultsOfOne({ folder, json }: FiledDashboard): readonly string[] {
  if (!matches(json)) return (matches.errors ?? []).map(({ instancePath, message }) => `${folder}: ${instancePath || '/'} ${message ?? 'is wrong'}`);
  const dashboard = json as unknown as DashboardShape;
  return Object.values(RULES).flatMap((rule) => rule(dashboard).map((fault) => `${folder}/${dashboard.uid}: ${fault}`));
}

const twice = (values: readonly string[]): readonly string[] => [...new Set(values.filter((value, index) => values.indexOf(value) !== index))];
const member = (json: unknown, name: 'title' | 'uid'): string => String((json as Readonly<Record<string, unknown>> | null)?.[name]);

/** Links to boards of this set; Grafana shows "not found" only to whoever follows one that leads nowhere. */
function deadLinks(dashboards: readonly FiledDashboard[]): readonly string[] {
  const uids = dashboards.map(({ json }) => member(json, 'uid'));
  return dashboards.flatMap(({ folder, json }) =>
    [...new Set([...JSON.stringify(json).matchAll(/"\/d\/([^"/?]+)/g)].map(([, uid]) => uid ?? ''))]
      .filter((uid) => !uids.includes(uid))
      .map((uid) => `${folder}/${member(json, 'uid')}: links to the board '${uid}', which is not there`),
  );
}

/** Everything that is wrong with a set of dashboards. Two of one title in a folder stop a whole provider of Grafana, and it stays stopped. */
export function dashboardFaults(dashboards: readonly FiledDashboard[]): readonly string[] {
  return [
    ...dashboards.flatMap(faultsOfOne),
    ...deadLinks(dashboards),
    ...twice(dashboards.map(({ folder, json }) => `${folder}: two boards with the title '${member(json, 'title')}'`)),
    ...twice(dashboards.map(({ json }) => `two boards with the uid '${member(json, 'uid')}'`)),
  ];
}
