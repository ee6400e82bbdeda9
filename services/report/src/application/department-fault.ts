import { amongKnown } from '@hemtag/contracts';

/** Why there is no report of the departments: one of them no initiative has. Null where each has one. What was asked for is not repeated: anything may stand in it. */
export function departmentFault(departments: readonly string[], known: readonly string[]): string | null {
  const at = departments.findIndex((department) => !known.includes(department));
  const [asked] = departments.slice(at);
  if (at < 0 || asked === undefined) return null;
  const which = departments.length === 1 ? 'this department' : `department ${at + 1} of the ${departments.length} in their order`;
  return `no initiative has ${which}: ${amongKnown(asked, known)}`;
}
