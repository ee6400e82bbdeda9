import { departmentOf, isOneOf, variable } from '../variables.js';
import { boolean, type Expression } from './expression.js';
import { col, type Join, type Source } from './sql.js';

type Figures = Source<'tenant' | 'initiative' | 'month'>;
type Initiatives = Source<'tenant' | 'initiative' | 'department'>;

/** A month of the calendar year that is looked at, in a form that an index over months serves. */
export const isInYear = (month: Expression): Expression =>
  boolean`${month} >= make_date(${variable('year')}::int, 1, 1) AND ${month} < make_date(${variable('year')}::int + 1, 1, 1)`;

/** From a figure to its initiative. */
export const toInitiative = (figures: Figures, initiatives: Initiatives): Join => ({
  how: 'JOIN',
  to: initiatives,
  on: boolean`${col(initiatives, 'tenant')} = ${col(figures, 'tenant')} AND ${col(initiatives, 'initiative')} = ${col(figures, 'initiative')}`,
});

export const inDepartments = (initiatives: Initiatives): Expression => isOneOf(departmentOf(col(initiatives, 'department')), 'department');

/** Figures of the tenant, the year and the departments that are looked at; the rows are joined with their initiatives. */
export const ofTenantAndYear = (figures: Figures, initiatives: Initiatives): readonly Expression[] => [
  boolean`${col(figures, 'tenant')} = ${variable('tenant')}`,
  isInYear(col(figures, 'month')),
  inDepartments(initiatives),
];
