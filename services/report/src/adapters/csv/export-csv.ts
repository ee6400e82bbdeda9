import type { BenefitLine, RangeAmounts, Statement } from '@hemtag/statements';
import { csvLine, departmentsText } from './csv-text.js';

const HEADS = [
  'tenant',
  'period',
  'version',
  'state',
  'range',
  'from',
  'to',
  'department',
  'responsibilityUnit',
  'initiative',
  'benefit',
  'type',
  'measure',
  'unit',
  'value',
  'goals',
  'reportDepartments',
];

const AMOUNTS = ['estimated', 'gross', 'adjusted', 'confirmed', 'harvested'] as const satisfies readonly (keyof RangeAmounts)[];

interface Measure {
  readonly range: 'period' | 'year-to-date' | 'year';
  readonly measure: string;
  readonly unit: string | null;
  readonly value: string | null;
}

function measuresOf(line: BenefitLine): readonly Measure[] {
  const amounts = (range: 'period' | 'year-to-date', of: RangeAmounts): readonly Measure[] => [
    ...AMOUNTS.map((measure) => ({ range, measure, unit: line.unit, value: of[measure] })),
    { range, measure: 'rate', unit: '%', value: of.rate },
  ];
  return [
    { range: 'period', measure: 'volume-estimated', unit: line.quantityUnit, value: line.quantity.estimated },
    { range: 'period', measure: 'volume-counted', unit: line.quantityUnit, value: line.quantity.counted },
    ...amounts('period', line.period),
    ...amounts('year-to-date', line.yearToDate),
    { range: 'year', measure: 'forecast', unit: line.unit, value: line.forecast.amount },
    { range: 'year', measure: 'plan', unit: line.unit, value: line.forecast.plan },
    { range: 'period', measure: 'hours-adjusted', unit: 'h', value: line.hours?.adjusted ?? null },
    { range: 'period', measure: 'fte', unit: 'fte', value: line.hours?.fte ?? null },
  ];
}

/**
 * One value to a row, for tools that follow goals and plans (Stratsys, Framsikt, OS2autoproces and the like): what is not there has no row.
 * docs/exports.md describes columns and measures.
 */
export function* exportCsv({ header, benefits, organisation }: Statement): Iterable<string> {
  const { tenant, period, version, state } = header;
  const months = {
    period: [period.from, period.to],
    'year-to-date': [`${period.year}-01`, period.to],
    year: [`${period.year}-01`, `${period.year}-12`],
  } as const;
  const goalsOf = (initiative: string): readonly string[] =>
    (organisation.goals ?? []).flatMap(({ goal, initiatives }) => (initiatives.some(({ name }) => name === initiative) ? [goal] : []));
  yield csvLine(HEADS);
  for (const line of benefits.lines) {
    const place = [line.department ?? '', line.responsibilityUnit ?? '', line.initiative.name, line.benefit.name, line.type];
    // One field for all of them: a row for each goal would make what an initiative gives twice as much in a tool that adds up.
    const goals = goalsOf(line.initiative.name).join(' | ');
    for (const { range, measure, unit, value } of measuresOf(line)) {
      if (value === null) continue;
      yield csvLine([tenant, period.id, String(version), state, range, ...months[range], ...place, measure, unit ?? '', value, goals, departmentsText(header)]);
    }
  }
}
