import { apply, partOf, tenant } from '../test/register.builder.js';

const plan = (spec: object) => partOf('ReportPlan', spec, 'monthly');
const director = { role: 'finance director', address: 'ekonomichef@kommun.example' };
const results = ({ changes }: ReturnType<typeof apply>): string[] => changes.map(({ kind, name, result, version }) => `${kind} ${name} ${result} ${version}`);

test('a plan with somebody to send to is registered, versioned by field, and needs its tenant', () => {
  const registered = apply([tenant(), plan({ recipients: [director] })]);
  expect(results(registered)).toEqual(['Tenant SE-2281 created 1', 'ReportPlan monthly created 1']);
  const later = registered.and(plan({ finalWorkingDay: 10 }));
  expect(results(later)).toEqual(['ReportPlan monthly versioned 2']);
  expect(later.changes[0]?.document.spec).toEqual({ recipients: [director], finalWorkingDay: 10 });
  expect(apply([plan({ recipients: [director] })]).faults).toEqual([expect.stringContaining('0 metadata.tenant: ')]);
});

test('departments replace those of before as a whole, an empty list is the whole tenant again, and none stands twice', () => {
  const registered = apply([tenant(), plan({ recipients: [director], departments: ['Omsorg', 'Skola'] })]);
  const later = registered.and(plan({ departments: [] }));
  expect(later.changes[0]?.document.spec).toEqual({ recipients: [director], departments: [] });
  expect(apply([tenant(), plan({ recipients: [director], departments: ['Skola', 'Omsorg', 'Skola'] })]).faults).toEqual([
    '1 spec.departments[2]: stands in the list already',
  ]);
});

test('nobody to send to, one who gets it twice, and a final report that is not after the preliminary one are refused', () => {
  const again = { role: 'controller', address: 'Ekonomichef@kommun.example' };
  expect(apply([tenant(), plan({})]).faults).toEqual(['1 spec.recipients: recipients or targets must name at least one']);
  expect(apply([tenant(), plan({ recipients: [director, again] })]).faults).toEqual([
    '1 spec.recipients[1].address: stands in the plan already: nobody gets a report twice',
  ]);
  const owner = { role: 'benefit-owner', address: 'servicecenter@kommun.example', knownAs: 'role:servicecenter-manager' };
  expect(apply([tenant(), plan({ recipients: [owner, { ...director, knownAs: 'role:finance-director' }] })]).faults).toEqual([
    '1 spec.recipients[1].knownAs: is for the roles benefit-owner and controller: initiatives name nobody else',
  ]);
  // The final day is 8 where the plan names none.
  expect(apply([tenant(), plan({ targets: ['folder'], preliminaryWorkingDay: 8 })]).faults).toEqual([
    '1 spec.finalWorkingDay: must come after preliminaryWorkingDay, which is 8',
  ]);
  expect(apply([tenant(), plan({ targets: ['folder'], preliminaryWorkingDay: 8, finalWorkingDay: 9 })]).faults).toEqual([]);
});
