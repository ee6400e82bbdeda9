import type { BenefitLine, Statement } from '@hemtag/statements';
import { csvLine, departmentsText } from './csv-text.js';

/** The columns of the benefit table, in the words and numbers of the API; docs/exports.md says what each one holds. */
const COLUMNS: readonly (readonly [head: string, value: (line: BenefitLine, statement: Statement) => string | null])[] = [
  ['tenant', (_, { header }) => header.tenant],
  ['period', (_, { header }) => header.period.id],
  ['version', (_, { header }) => String(header.version)],
  ['state', (_, { header }) => header.state],
  ['initiative', ({ initiative }) => initiative.name],
  ['benefit', ({ benefit }) => benefit.name],
  ['department', ({ department }) => department],
  ['responsibilityUnit', ({ responsibilityUnit }) => responsibilityUnit],
  ['benefitOwner', ({ benefitOwner }) => benefitOwner],
  ['type', ({ type }) => type],
  ['polarity', ({ polarity }) => polarity],
  ['evidence', ({ evidence }) => evidence],
  ['status', ({ status }) => status],
  ['quantityUnit', ({ quantityUnit }) => quantityUnit],
  ['quantityEstimated', ({ quantity }) => quantity.estimated],
  ['quantityActual', ({ quantity }) => quantity.actual],
  ['quantityCounted', ({ quantity }) => quantity.counted],
  ['quantityExcess', ({ quantity }) => quantity.excess],
  ['unit', ({ unit }) => unit],
  ['perUnit', ({ perUnit }) => perUnit],
  ['estimated', ({ period }) => period.estimated],
  ['gross', ({ period }) => period.gross],
  ['adjusted', ({ period }) => period.adjusted],
  ['confirmed', ({ period }) => period.confirmed],
  ['harvested', ({ period }) => period.harvested],
  ['rate', ({ period }) => period.rate],
  ['yearEstimated', ({ yearToDate }) => yearToDate.estimated],
  ['yearGross', ({ yearToDate }) => yearToDate.gross],
  ['yearAdjusted', ({ yearToDate }) => yearToDate.adjusted],
  ['yearConfirmed', ({ yearToDate }) => yearToDate.confirmed],
  ['yearHarvested', ({ yearToDate }) => yearToDate.harvested],
  ['yearRate', ({ yearToDate }) => yearToDate.rate],
  ['forecast', ({ forecast }) => forecast.amount],
  ['plan', ({ forecast }) => forecast.plan],
  ['forecastMethod', ({ forecast }) => forecast.method],
  ['reason', ({ reason }) => reason],
  ['isComplete', ({ isComplete }) => String(isComplete)],
  ['isPreliminary', ({ isPreliminary }) => String(isPreliminary)],
  ['reportDepartments', (_, { header }) => departmentsText(header)],
];

/** A row for each benefit, line by line; a missing value is an empty field, never 0. */
export function* benefitCsv(statement: Statement): Iterable<string> {
  yield csvLine(COLUMNS.map(([head]) => head));
  for (const line of statement.benefits.lines) yield csvLine(COLUMNS.map(([, value]) => value(line, statement) ?? ''));
}
