import { departmentFault } from './department-fault.js';

const KNOWN = ['Kultur', 'Omsorg', 'Servicecenter'];

test('departments that initiatives have are no fault', () => {
  expect(departmentFault([], KNOWN)).toBeNull();
  expect(departmentFault(['Omsorg', 'Kultur'], KNOWN)).toBeNull();
});

test.each([
  [['Servicecentre'], KNOWN, 'no initiative has this department: did you mean Servicecenter? there are: Kultur, Omsorg, Servicecenter'],
  [['omsorg'], KNOWN, 'no initiative has this department: did you mean Omsorg? there are: Kultur, Omsorg, Servicecenter'],
  [['Kultur', '19121212-1212'], KNOWN, 'no initiative has department 2 of the 2 in their order: there are: Kultur, Omsorg, Servicecenter'],
  [['Omsorg'], [], 'no initiative has this department: there are: none'],
])('%j of %j: what was asked for is not repeated, what there is stands there', (asked, known, detail) => {
  expect(departmentFault(asked, known)).toBe(detail);
});

test('of very many the first are named', () => {
  const many = Array.from({ length: 23 }, (_, index) => `department ${String(index).padStart(2, '0')}`);
  expect(departmentFault(['Omsorg'], many)).toMatch(/, department 19 and 3 more$/);
});
